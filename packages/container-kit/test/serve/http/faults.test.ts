// What clients and networks do to a server: none of it may end it, or cost anybody else an answer.
import { once } from 'node:events'
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defineProgram } from '../../../src/index.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'
import { baseDirWith, serve as serveAsChild } from '../../fixtures/run-program.ts'

const echo = defineProgram({ input: 'text', predict: (_model, input) => input })
const headers = { 'content-type': 'text/plain' }

describeOverBoth('the server', (serve) => {
  it('survives 10,000 malformed requests, and blames itself for none', async () => {
    const { connect, request } = await serve(echo)
    const statuses = new Set<number>()

    await fc.assert(
      fc.asyncProperty(fc.array(malformed, { minLength: 50, maxLength: 50 }), async (requests) => {
        const answers = await Promise.all(requests.map((bytes) => exchange(connect(), bytes)))
        for (const answer of answers) {
          for (const [, status] of answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)) {
            statuses.add(Number(status))
          }
        }
      }),
      { numRuns: 200 },
    )

    expect([...statuses].filter((status) => status >= 500)).toEqual([])
    expect(statuses.size).toBeGreaterThan(3)
    expect((await request('/invocations', { body: 'alive', headers })).text).toBe('alive')
  })

  it('answers beside 2,000 connections that stay open', async () => {
    const { connect, request } = await serve(echo)
    const idle = Array.from({ length: 2000 }, () => connect())
    for (const socket of idle) {
      socket.on('error', () => {})
      socket.write('GET /ping HTTP/1.1\r\nhost: x\r\n\r\n')
    }
    await Promise.all(idle.map((socket) => once(socket, 'readable')))

    expect((await request('/invocations', { body: 'a', headers })).text).toBe('a')
    for (const socket of idle) socket.destroy()
  })

  it('never mixes answers up [S32]', async () => {
    const { connect } = await serve(echo)
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, connection) => {
        const bodies = Array.from({ length: 500 }, (_, i) => `request ${connection}/${i}`)
        const requests = bodies.map((body, i) => post(body, i === bodies.length - 1))
        const socket = connect()
        socket.write(requests.join(''))
        const answer = await text(socket)
        return { bodies, received: answer.match(/request \d+\/\d+/g) }
      }),
    )

    for (const { bodies, received } of answers) expect(received).toEqual(bodies)
  })
})

describe('a connection that stays open', () => {
  it('outlives a pause, and is promised to outlive those of the platform [S33]', async () => {
    const { port, printed } = await serveAsChild('answers', await baseDirWith())
    await printed('INFO ready')
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const first = await postTo(port, 'before', agent)
    // Longer than node:http keeps connections by default.
    await sleep(6000)

    expect(Number(/timeout=(\d+)/.exec(String(first.keepAlive))![1])).toBeGreaterThan(61)
    for (let i = 0; i < 1000; i++) {
      const { status, socket } = await postTo(port, `request ${i}`, agent)
      expect(status).toBe(200)
      expect(socket).toBe(first.socket)
    }
    agent.destroy()
  })
})

describe('the memory of a server', () => {
  it('does not grow with the bodies that it has answered [S36]', async () => {
    const { port, printed } = await serveAsChild('answers', await baseDirWith())
    await printed('INFO ready')
    const agent = new Agent({ keepAlive: true })
    const body = 'x'.repeat(1024 * 1024)
    const send = async (times: number) => {
      for (let i = 0; i < times; i++) await postTo(port, body, agent)
    }
    await send(100)
    const before = await residentBytes(port)
    await send(200)

    // Each of them kept once would be 200 MB.
    expect((await residentBytes(port)) - before).toBeLessThan(100e6)
    agent.destroy()
  })
})

describe('SIGTERM under load', () => {
  it('costs no request its answer [S76] [S77]', async () => {
    const { child, port, printed, exit } = await serveAsChild('answers', await baseDirWith(), {
      BYO_LINGER_SECONDS: '1',
    })
    await printed('INFO ready')
    const agent = new Agent({ keepAlive: true, maxSockets: 20 })
    let isHealthy = true
    let sent = 0
    let answered = 0
    const loads = Array.from({ length: 20 }, async () => {
      while (isHealthy) {
        sent += 1
        const { status, body } = await postTo(port, `request ${sent}`, agent)
        expect(status).toBe(200)
        expect(body).toMatch(/^request \d+$/)
        answered += 1
        if (answered === 200) child.kill('SIGTERM')
      }
    })
    while ((await ping(port)) === 200) {}
    isHealthy = false
    await Promise.all(loads)
    agent.destroy()

    expect(answered).toBe(sent)
    expect(answered).toBeGreaterThanOrEqual(200)
    expect(await exit).toBe(0)
  })
})

/** Requests with something wrong with them, in as many ways as there are. */
const malformed: fc.Arbitrary<Buffer> = fc
  .record({
    start: fc.oneof(
      fc.constantFrom('POST /invocations HTTP/1.1', 'GET /ping HTTP/1.1', 'POST /invocations'),
      fc.constantFrom(
        'PUT /invocations?%zz HTTP/1.1',
        'GET //%00/../ping HTTP/1.1',
        'POST * HTTP/9',
      ),
      fc.string({ maxLength: 40 }),
    ),
    headers: fc.array(
      fc.oneof(
        fc.constantFrom(
          'Content-Type: text/plain',
          'Content-Type: text/csv; charset=klingon',
          'Content-Type: ;;;=',
          'Accept: */*;q=nonsense, ,;',
          'Accept: image/png',
          'Content-Length: 5',
          'Content-Length: 99999999999999999999',
          'Content-Length: -1',
          'Transfer-Encoding: chunked',
          'Expect: 100-continue',
          'Expect: the-unexpected',
          'Connection: upgrade',
          'Upgrade: websocket',
          'Content-Encoding: gzip',
          'X-Amzn-SageMaker-Session-Id: NEW_SESSION',
          `X-Amzn-SageMaker-Custom-Attributes: ${'x'.repeat(3000)}`,
          `Long: ${'y'.repeat(20_000)}`,
        ),
        fc.string({ maxLength: 30 }),
      ),
      { maxLength: 5 },
    ),
    body: fc.oneof(fc.constantFrom('', 'hello', '5\r\nhello\r\n0\r\n\r\n', 'zz\r\n'), fc.string()),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
    isCut: fc.boolean(),
    flips: fc.array(fc.record({ at: fc.nat(), byte: fc.nat(255) }), { maxLength: 3 }),
  })
  .map(({ start, headers, body, cut, isCut, flips }) => {
    const bytes = Buffer.from(`${start}\r\n${['Host: x', ...headers].join('\r\n')}\r\n\r\n${body}`)
    for (const { at, byte } of flips) bytes[at % bytes.length] = byte
    return isCut ? bytes.subarray(0, Math.floor(cut * bytes.length)) : bytes
  })

/** Sends bytes and no more, and returns all that comes back. */
async function exchange(socket: Duplex, bytes: Uint8Array): Promise<string> {
  socket.on('error', () => {})
  socket.end(bytes)
  return text(socket).catch(() => '')
}

function post(body: string, isLast: boolean): string {
  const connection = isLast ? 'close' : 'keep-alive'
  return `POST /invocations HTTP/1.1\r\nhost: x\r\nconnection: ${connection}\r\ncontent-type: text/plain\r\ncontent-length: ${body.length}\r\n\r\n${body}`
}

async function postTo(port: number, body: string, agent: Agent) {
  const message = httpRequest({ port, path: '/invocations', method: 'POST', headers, agent })
  message.end(body)
  const [response] = (await once(message, 'response')) as [IncomingMessage]
  const { statusCode: status, socket, headers: fields } = response
  return { status, socket, keepAlive: fields['keep-alive'], body: await text(response) }
}

/** Memory of the server's process, as it says itself. */
async function residentBytes(port: number): Promise<number> {
  const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  return Number(/^process_resident_memory_bytes (\d+)$/m.exec(page)![1])
}

async function ping(port: number): Promise<number> {
  const message = httpRequest({ port, path: '/ping' })
  message.end()
  const [response] = (await once(message, 'response')) as [IncomingMessage]
  await text(response)
  return response.statusCode ?? 0
}
