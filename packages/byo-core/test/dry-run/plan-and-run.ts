import type { LocalSageMaker } from '@byo/local'
import { expect } from 'vitest'
import type { PlannedRequest } from '../../src/index.ts'
import { type Runtime, systemRuntime } from '../../src/runtime.ts'
import { createSessionIn } from '../../src/session/create-session.ts'
import type { Session, SessionOptions } from '../../src/session/session.ts'

export interface SentRequest {
  readonly service: string
  readonly operation: string
  readonly input: object
}

/** A run and its dry run. */
interface Planned<Options> {
  plan(options: Options & { session: Session }): Promise<readonly PlannedRequest[]>
  run(options: Options & { session: Session; keep: boolean }): Promise<unknown>
}

/** A runtime that starts at the same time with the same chance as any other, and waits as long as it takes. */
function runtimeFromStart(): Runtime {
  let start: number | undefined
  return {
    ...systemRuntime,
    now() {
      start ??= Date.now()
      return Date.UTC(2026, 10, 22, 9, 45, 4) + Date.now() - start
    },
    randomBytes: (count) => new Uint8Array(count).fill(7),
  }
}

export function openSession(local: LocalSageMaker, options: SessionOptions = {}): Promise<Session> {
  const environment = { role: undefined, baseImage: undefined, ownS3Endpoint: false }
  return createSessionIn(environment, runtimeFromStart(), {
    clientConfig: local.clientConfig,
    role: 'SageMakerRole',
    baseImage: 'scratch',
    ...options,
  })
}

/** What the session sends from now on, but for what only reads. */
async function record(session: Session): Promise<SentRequest[]> {
  const sent: SentRequest[] = []
  for (const service of ['s3', 'ecr', 'sageMaker'] as const) {
    const client = (await session.clients[service]()) as Awaited<
      ReturnType<Session['clients']['s3']>
    >
    client.middlewareStack.add(
      (next, context) => (call) => {
        const operation = `${context.commandName}`.replace(/Command$/, '')
        if (!/^(Get|Head|List|Describe|Batch)/.test(operation)) {
          sent.push({ service, operation, input: countBytes(call.input) })
        }
        return next(call)
      },
      { step: 'initialize', priority: 'low' },
    )
  }
  return sent
}

/** The input with the number of bytes in place of them. */
function countBytes(input: object): object {
  const counted = Object.entries(input).map(([member, value]) => [
    member,
    value instanceof Uint8Array ? { bytes: value.byteLength } : value,
  ])
  return Object.fromEntries(counted)
}

/** Members that only AWS's answers tell. */
const answered = /^(uploadId|UploadId|ETag|Checksum(SHA256|CRC32))$/

/** Without what answers tell, and with what is sent side by side in the order of its text. */
export function comparable(requests: readonly SentRequest[]): unknown[] {
  const sideBySide = /Layer|Part|Object|Multipart/
  const plain = requests.map(({ service, operation, input }) => ({
    service,
    operation,
    input: JSON.stringify(input, (member, value) => (answered.test(member) ? undefined : value)),
  }))
  const groups: (typeof plain)[] = []
  for (const request of plain) {
    const last = groups.at(-1)
    const isSameGroup =
      last?.[0]?.service === request.service &&
      sideBySide.test(last[0].operation) &&
      sideBySide.test(request.operation)
    if (isSameGroup) last.push(request)
    else groups.push([request])
  }
  const text = (request: unknown) => JSON.stringify(request)
  return groups.flatMap((group) => group.sort((a, b) => (text(a) < text(b) ? -1 : 1)))
}

/** Plans with one session, then runs with another that begins at the same moment. */
export async function planAndRun<Options>(
  local: LocalSageMaker,
  options: Options,
  { plan, run }: Planned<Options>,
): Promise<{ planned: readonly PlannedRequest[]; sent: SentRequest[] }> {
  const planning = await openSession(local)
  const sentByPlan = await record(planning)
  const planned = await plan({ ...options, session: planning })
  expect(sentByPlan).toEqual([])
  planning.close()

  const running = await openSession(local)
  const sent = await record(running)
  await run({ ...options, session: running, keep: true })
  running.close()
  return { planned, sent }
}
