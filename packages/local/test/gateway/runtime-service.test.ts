import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deployProgram } from '../support/deploy-program.ts'
import { PackedImages } from '../support/images.ts'
import { readEndpointLog } from '../support/read-log.ts'
import { clientConfig, type RawAnswer, rawRequest, useLocal } from '../support/with-local.ts'

const folder = mkdtempSync(join(tmpdir(), 'byo-runtime-test-'))
const local = useLocal({ times: { invocationTimeout: 1000 } })

beforeAll(async () => {
  const images = new PackedImages(folder)
  await deployProgram(local(), images, 'serves')
  await deployProgram(local(), images, 'odd-answers')
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function post(
  body: string | Uint8Array,
  headers: Record<string, string | string[]> = {},
  endpoint = 'serves',
): Promise<RawAnswer> {
  const path = `/endpoints/${endpoint}/invocations`
  return rawRequest(local().endpoint, { method: 'POST', path, body, headers })
}

/** Has the container answer by exactly these bytes. */
function answeredBy(bytes: string): Promise<RawAnswer> {
  return post(Buffer.from(bytes, 'latin1'), {}, 'odd-answers')
}

const order = (text: string) => ({ 'x-amzn-sagemaker-custom-attributes': text })

describe('SageMaker Runtime', () => {
  it.each(['GET', 'HEAD', 'PUT', 'DELETE'])('refuses %s', async (method) => {
    const path = '/endpoints/serves/invocations'
    const { status, headers } = await rawRequest(local().endpoint, { method, path })

    expect(status).toBe(400)
    expect(headers['x-amzn-errortype']).toBe('UnknownOperationException')
  })

  it.each(['async-invocation', 'constructor', 'invocations/more'])(
    'refuses the path /%s, naming it',
    async (word) => {
      const path = `/endpoints/serves/${word}`
      const { status, text } = await rawRequest(local().endpoint, { method: 'POST', path })

      expect(status).toBe(400)
      expect(JSON.parse(text).message).toContain(path)
    },
  )

  it('takes the name of an endpoint as it is written, and decodes it', async () => {
    const path = (name: string) => `/endpoints/${name}/invocations`
    const ask = (name: string) => rawRequest(local().endpoint, { method: 'POST', path: path(name) })

    expect((await ask('%73erves')).status).toBe(200)
    for (const name of ['Serves', 'serves%2F..', '%E0%A4%A', '%00'])
      expect([name, (await ask(name)).headers['x-amzn-errortype']]).toEqual([
        name,
        'ValidationError',
      ])
    expect(JSON.parse((await ask('Serves')).text).message).toBe(
      'Endpoint Serves of account 000000000000 not found.',
    )
  })

  it('answers as the API has it, with nothing of the connection to the container [G068]', async () => {
    const { status, headers, text } = await post('hello')

    expect([status, text]).toEqual([200, 'hello'])
    const { date: _, 'x-amzn-requestid': __, ...others } = headers
    expect(others).toEqual({
      'content-type': 'application/x-echo',
      'content-length': '5',
      'x-amzn-sagemaker-custom-attributes': 'from the container',
      'x-amzn-invoked-production-variant': 'AllTraffic',
      connection: 'close',
    })
  })

  it('gives the container no other header than those of the API, hop-by-hop ones least of all [G067]', async () => {
    const { text } = await post('x', {
      ...order('headers'),
      te: 'trailers',
      cookie: 'a=b',
      'x-forwarded-for': '1.2.3.4',
      'proxy-authorization': 'Basic x',
      'x-amzn-sagemaker-new-session-id': 'mine',
      'x-amzn-sagemaker-model-query-string': 'a=b',
      'x-amzn-sagemaker-inference-id': 'id',
      'x-amzn-sagemaker-enable-explanations': '`true`',
    })

    expect(Object.keys(JSON.parse(text)).sort()).toEqual([
      'connection',
      'content-length',
      'host',
      'x-amzn-sagemaker-custom-attributes',
      'x-amzn-sagemaker-enable-explanations',
      'x-amzn-sagemaker-inference-id',
    ])
  })

  it('takes a body sent in chunks, and one of 6,291,456 bytes, and no more [G066]', async () => {
    const { hostname, port } = new URL(local().endpoint)
    const chunked = request({
      hostname,
      port,
      method: 'POST',
      path: '/endpoints/serves/invocations',
    })
    chunked.write('in ')
    chunked.end('chunks')
    const [response] = await once(chunked, 'response')
    expect((await response.toArray()).join('')).toBe('in chunks')

    const largest = Buffer.alloc(6_291_456, 0xff)
    expect((await post(largest)).headers['content-length']).toBe('6291456')
    expect((await post(Buffer.alloc(6_291_457))).headers['x-amzn-errortype']).toBe(
      'ValidationError',
    )
  })

  it('refuses an inference component, which no endpoint has here', async () => {
    const { headers } = await post('x', { 'x-amzn-sagemaker-inference-component': 'one' })
    expect(headers['x-amzn-errortype']).toBe('ValidationError')
  })
})

describe('an odd answer of a container', () => {
  const body = (status: string, more = '') =>
    `HTTP/1.1 ${status}\r\ncontent-length: 4\r\n${more}\r\nbody`

  it.each([
    ['201 Created', 'body'],
    ['299 Odd', 'body'],
  ])('of status %s is a good one', async (status, text) => {
    expect(await answeredBy(body(status))).toMatchObject({ status: 200, text })
  })

  it('without a body, by its status or its length, is an empty one', async () => {
    for (const answer of [
      'HTTP/1.1 204 No Content\r\n\r\n',
      'HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n',
    ])
      expect(await answeredBy(answer)).toMatchObject({ status: 200, text: '' })
  })

  it('may come after others that only say to wait', async () => {
    const early = 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n'
    expect(await answeredBy(early + body('200 OK'))).toMatchObject({ status: 200, text: 'body' })
  })

  it('without a length lasts until the connection ends', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nall of it'
    expect(await answeredBy(answer)).toMatchObject({ status: 200, text: 'all of it' })
  })

  it.each([
    ['302 Found', 302, 'server'],
    ['404 Not Found', 404, 'client'],
    ['499 Mine', 499, 'client'],
    ['503 Busy', 503, 'server'],
    ['599 Odd', 599, 'server'],
  ])('of status %s is a ModelError with that status [G069]', async (status, code, side) => {
    const answer = await answeredBy(body(status, 'location: /elsewhere\r\n'))
    const error = JSON.parse(answer.text)

    expect([answer.status, answer.headers['x-amzn-errortype']]).toEqual([424, 'ModelError'])
    expect(error).toMatchObject({ OriginalStatusCode: code, OriginalMessage: 'body' })
    expect(error.message).toContain(`Received ${side} error (${code}) from primary`)
  })

  it('is a ModelError of at most 2048 characters, however long it is and whatever its bytes', async () => {
    const long = `HTTP/1.1 500 No\r\ncontent-length: 100000\r\n\r\n${'\xff'.repeat(100_000)}`
    const error = JSON.parse((await answeredBy(long)).text)

    expect(error.OriginalMessage).toHaveLength(2048)
    expect(error.message.length).toBeLessThan(4000)
  })

  it.each([
    ['is no HTTP', 'hello\r\n\r\n'],
    ['breaks off', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\nconnection: close\r\n\r\nhalf'],
    [
      'changes the protocol',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    ],
    ['has more headers than there is room for', body('200 OK', `x: ${'x'.repeat(100_000)}\r\n`)],
    ['has a header with a line feed in it', body('200 OK', 'content-type: a\nb: c\x01\r\n')],
    ['does not come', 'close'],
  ])('that %s is a ModelError without a status', async (_what, answer) => {
    const { status, text } = await answeredBy(answer)

    expect(status).toBe(424)
    expect(JSON.parse(text)).toMatchObject({
      OriginalStatusCode: 0,
      OriginalMessage: expect.stringContaining(
        'could not get a response from the odd-answers endpoint',
      ),
    })
  })

  it('passes on characters beyond ASCII in its headers as they are', async () => {
    const { status, headers } = await answeredBy(body('200 OK', 'content-type: text/\xfc\r\n'))
    expect([status, headers['content-type']]).toEqual([200, 'text/\xfc'])
  })
})

describe('a container that is asked again and again', () => {
  it('is asked anew where it closes a connection just as it is used again', async () => {
    const statuses: number[] = []
    for (let i = 0; i < 200; i += 1) {
      statuses.push((await answeredBy('close idle')).status)
      if (i % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    }
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

  it('answers each of many at once with its own', async () => {
    const client = new SageMakerRuntimeClient(clientConfig(local()))
    const texts = Array.from({ length: 300 }, (_, i) => `body ${i}`)
    const answers = await Promise.all(
      texts.map(async (Body) => {
        const answer = await client.send(
          new InvokeEndpointCommand({ EndpointName: 'serves', Body }),
        )
        return answer.Body.transformToString()
      }),
    )
    expect(answers).toEqual(texts)
  })

  it('is told that the caller has gone', async () => {
    const { hostname, port } = new URL(local().endpoint)
    const path = '/endpoints/serves/invocations'
    const asked = request({ hostname, port, method: 'POST', path, headers: order('until gone') })
    asked.on('error', () => {})
    asked.end('x')
    await expect.poll(() => readEndpointLog(local(), 'serves')).toContain('asked until gone')
    asked.destroy()

    await expect.poll(() => readEndpointLog(local(), 'serves')).toContain('the caller has gone')
  })

  it('may take as long as an invocation may, also to send its answer [G070]', async () => {
    const half = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'
    const { status, text } = await answeredBy(half)
    expect(status).toBe(424)
    expect(JSON.parse(text).OriginalMessage).toMatch(/^Your invocation timed out/)
  })
})
