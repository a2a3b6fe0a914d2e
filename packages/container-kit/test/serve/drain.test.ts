import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { defineProgram } from '../../src/index.ts'
import { describeOverBoth } from '../fixtures/over-both.ts'

const program = defineProgram({ input: 'text', predict: (_model, input) => input })
const headers = { 'content-type': 'text/plain' }
const linger = { env: { BYO_LINGER_SECONDS: '600' } }

describeOverBoth('after SIGTERM', (serve) => {
  it('/ping is 503 while new requests are still answered, on connections that end with the answer [S77]', async () => {
    const { request, connect, signal } = await serve(program, linger)
    const kept = connect()
    kept.write('GET /ping HTTP/1.1\r\nhost: x\r\n\r\n')
    await once(kept, 'data')

    signal('SIGTERM')

    expect((await request('/ping')).status).toBe(503)
    expect(await request('/invocations', { body: 'late', headers })).toMatchObject({
      status: 200,
      text: 'late',
      headers: { connection: 'close' },
    })
    kept.write('GET /ping HTTP/1.1\r\nhost: x\r\n\r\n')
    expect(await text(kept)).toMatch(/^HTTP\/1\.1 503 /)
    // The second signal ends it at once.
    signal('SIGTERM')
  })

  it('the program ends with 0, and with it the connections that are idle [S75]', async () => {
    const { connect, signal, exitCode } = await serve(program)
    const idle = connect()
    idle.write('GET /ping HTTP/1.1\r\nhost: x\r\n\r\n')
    await once(idle, 'data')

    signal('SIGTERM')

    expect(await exitCode).toBe(0)
    expect(await text(idle)).toBe('')
  })
})
