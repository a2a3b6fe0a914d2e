import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { createSessionIn } from '../../src/session/create-session.ts'
import type { Session, SessionOptions } from '../../src/session/session.ts'
import { type VirtualRuntime, virtualRuntime } from './virtual-runtime.ts'

/** A request as it arrived. */
export interface FakeRequest {
  /** The operation of a JSON service, `GetCallerIdentity`, or method and path, such as `PUT /bucket`. */
  readonly operation: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
  /** The body of a JSON service. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what they know to be there
  readonly input: any
}

/** An answer; `drop` breaks the connection instead, `stall` leaves it open with what there is of the body. */
export interface FakeAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly drop?: true
  readonly stall?: true
}

/** Answers one operation; an answer that is an array is given out one by one, the last for ever. */
export type FakeOperation =
  | readonly FakeAnswer[]
  | ((request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>)

export interface FakeAws extends AsyncDisposable {
  readonly endpoint: string
  /** In the order in which they came. */
  readonly requests: readonly FakeRequest[]
  /** How often an operation was asked for. */
  count(operation: string): number
  readonly session: Session
  readonly runtime: VirtualRuntime
}

const account = '123456789012'

/** A real HTTP server that answers as scripted, and a session whose clients talk to it. */
export async function startFakeAws(
  operations: Readonly<Record<string, FakeOperation>>,
  options: SessionOptions = {},
): Promise<FakeAws> {
  const requests: FakeRequest[] = []
  const scripts = new Map(Object.entries(operations))
  const server = createServer(async (message, response) => {
    const request = await readRequest(message)
    requests.push(request)
    const answer = await answerTo(request, scripts.get(request.operation), requests)
    if (answer.drop) {
      message.socket.destroy()
      return
    }
    const body = answer.body ?? {}
    response.writeHead(answer.status ?? 200, answer.headers)
    const bytes =
      typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
    if (answer.stall) response.write(bytes)
    else response.end(bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const runtime = virtualRuntime()
  const session = await createSessionIn(
    { role: undefined, baseImage: undefined, ownS3Endpoint: false },
    runtime,
    {
      region: 'eu-west-1',
      role: 'SageMakerRole',
      clientConfig: { endpoint, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } },
      ...options,
    },
  )
  return {
    endpoint,
    requests,
    count: (operation) => requests.filter((request) => request.operation === operation).length,
    session,
    runtime,
    async [Symbol.asyncDispose]() {
      session.close()
      await close(server)
    },
  }
}

/** An error as the JSON services word it. */
export function awsError(name: string, message: string, status = 400): FakeAnswer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': name },
    body: { __type: name, message },
  }
}

/** An error as S3 words it. */
export function s3Error(status: number, code: string): FakeAnswer {
  return { status, body: `<Error><Code>${code}</Code><Message>${code}.</Message></Error>` }
}

function answerTo(
  request: FakeRequest,
  script: FakeOperation | undefined,
  requests: readonly FakeRequest[],
): FakeAnswer | Promise<FakeAnswer> {
  if (typeof script === 'function') return script(request)
  if (script) {
    const times = requests.filter(({ operation }) => operation === request.operation).length
    return script[Math.min(times, script.length) - 1] ?? {}
  }
  if (request.operation === 'GetCallerIdentity') return callerIdentity()
  if (request.operation.startsWith('HEAD /sagemaker-')) return {}
  return awsError('UnknownOperationException', request.operation)
}

/** The answer of STS; by default the caller is a user. */
export function callerIdentity(arn = `arn:aws:iam::${account}:user/ann`): FakeAnswer {
  return {
    headers: { 'content-type': 'text/xml' },
    body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>u</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  }
}

async function readRequest(message: IncomingMessage): Promise<FakeRequest> {
  const body = await buffer(message)
  const target = message.headers['x-amz-target']
  const [, action] = /(?:^|&)Action=(\w+)/.exec(body.toString()) ?? []
  const path = message.url?.replace(/\/?(\?.*)?$/, '')
  const operation =
    typeof target === 'string'
      ? target.replace(/^.*\./, '')
      : (action ?? `${message.method} ${path}`)
  const input = typeof target === 'string' ? JSON.parse(body.toString()) : undefined
  return { operation, headers: message.headers, body, input }
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
