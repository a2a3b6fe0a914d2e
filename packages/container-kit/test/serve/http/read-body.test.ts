import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { defineProgram } from '../../../src/index.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'

const echo = defineProgram({ input: 'text', predict: (_model, input) => input })
const atMost1Mb = { env: { SAGEMAKER_MAX_PAYLOAD_IN_MB: '1' } }
const megabyte = 1024 * 1024

/** The head of a POST with a text. */
function head(...headers: readonly string[]): string {
  const lines = ['host: x', 'content-type: text/plain', ...headers]
  return `POST /invocations HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}

/** Asks a server whose clients may hang up on it whether it goes on. */
async function expectAlive(connection: Duplex): Promise<void> {
  connection.end(`${head('content-length: 5', 'connection: close')}alive`)
  expect(await text(connection)).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*alive$/)
}

describeOverBoth('a request body', (serve) => {
  it('may come in chunks, without a length [S17]', async () => {
    const { request } = await serve(echo)
    const headers = { 'content-type': 'text/plain', 'transfer-encoding': 'chunked' }

    expect(await request('/invocations', { body: 'in chunks', headers })).toMatchObject({
      status: 200,
      text: 'in chunks',
    })
  })

  it('may come in chunks of one byte, one after the other [S17]', async () => {
    const { connect } = await serve(echo)
    const client = connect()
    client.write(head('transfer-encoding: chunked', 'connection: close'))
    for (const letter of 'letters') client.write(`1\r\n${letter}\r\n`)
    client.write('0\r\n\r\n')

    expect(await text(client)).toMatch(/\r\n\r\nletters$/)
  })

  it('of no length at all reaches the program [S19]', async () => {
    const { request } = await serve(
      defineProgram({ input: 'bytes', predict: (_model, body) => `${body.length} bytes` }),
    )

    for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
      expect(await request('/invocations', { method: 'POST', body: '', headers })).toMatchObject({
        status: 200,
        text: '0 bytes',
      })
    }
  })

  it('that waits for 100 Continue is asked for [S34]', async () => {
    const { connect } = await serve(echo)
    const client = connect()
    client.write(head('expect: 100-continue', 'content-length: 2', 'connection: close'))
    const [first] = await once(client, 'data')
    client.write('hi')

    expect(String(first)).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    expect(await text(client)).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*\r\n\r\nhi$/)
  })

  it('over the limit is refused with 413, announced or not, and the connection goes on [S18]', async () => {
    const { request, connect } = await serve(echo, atMost1Mb)
    const body = 'x'.repeat(megabyte + 1)
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
      expect((await request('/invocations', { body, headers })).status).toBe(413)
    }
    const client = connect()
    client.write(`${head(`content-length: ${body.length}`)}${body}`)
    client.write('GET /ping HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')

    expect(await text(client)).toMatch(/^HTTP\/1\.1 413 [\s\S]*HTTP\/1\.1 200 OK/)
  })

  it.each(['data', 'readable'])(
    'of more than twice the limit is refused with 413 before its end, and the connection ends for who reads by "%s" [S18]',
    async (event) => {
      const { connect } = await serve(echo, atMost1Mb)
      const client = connect()
      client.on('error', () => {})
      let answer = ''
      client.on(event, (chunk: Buffer | undefined) => {
        answer += chunk ?? client.read() ?? ''
      })
      const ended = once(client, 'end')
      client.write(head('transfer-encoding: chunked'))
      const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
      for (let sent = 0; sent < 33; sent++) client.write(chunk)

      await ended
      expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close/i)
    },
  )

  it('that breaks off half-way costs nobody else anything [S30]', async () => {
    const { connect, stderr } = await serve(echo)
    for (const start of [head('content-length: 10'), head('transfer-encoding: chunked')]) {
      const client = connect()
      client.on('error', () => {})
      client.write(`${start}5\r\nhe`)
      client.destroy()
    }

    await expectAlive(connect())
    expect(stderr()).toBe('')
  })
})
