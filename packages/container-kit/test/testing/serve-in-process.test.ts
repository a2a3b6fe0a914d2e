import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { defineProgram } from '../../src/index.ts'
import {
  type serveInProcess as Serve,
  type ServeOptions,
  StartError,
  serveInProcess,
} from '../../src/testing/index.ts'
import { describeOverBoth } from '../fixtures/over-both.ts'

const echo = defineProgram({ input: 'text', workers: 2, predict: (_, input) => input })
const plain = { 'content-type': 'text/plain' }

async function serving(options?: ServeOptions) {
  const endpoint = await serveInProcess(echo, options)
  onTestFinished(() => endpoint.remove())
  return endpoint
}

describe('handlers', () => {
  it('run in the thread of the test, whatever the workers of the program', async () => {
    const endpoint = await serving()

    expect((await endpoint.request('/invocations', { body: 'a', headers: plain })).text).toBe('a')
  })

  it('cannot be had in workers, and the program says so', async () => {
    const attempt = serving({ env: { SAGEMAKER_MODEL_SERVER_WORKERS: '1' } })

    await expect(attempt).rejects.toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('leave SAGEMAKER_MODEL_SERVER_WORKERS at 0 here'),
    })
  })
})

describeOverBoth('a request', (serve) => {
  it('sends text, bytes or nothing, and has the answer as text and as bytes', async () => {
    const { request } = await serve(
      defineProgram({ input: 'bytes', predict: (_, bytes) => bytes.toReversed() }),
    )
    const headers = { 'Content-Type': 'application/octet-stream', 'X-Other': 'x' }

    const bytes = await request('/invocations', { body: Uint8Array.of(0x41, 0, 255), headers })
    expect([...bytes.bytes]).toEqual([255, 0, 0x41])
    expect(bytes.headers['content-type']).toBe('application/octet-stream')
    expect((await request('/invocations', { body: 'ab', headers })).text).toBe('ba')
    expect(await request('/ping')).toMatchObject({ status: 200, text: '' })
    expect((await request('/invocations')).status).toBe(405)
  })

  it('has the answer also where the server closes before it has taken in the whole body', async () => {
    const { request } = await serve(echo, { env: { SAGEMAKER_MAX_PAYLOAD_IN_MB: '1' } })

    expect((await request('/invocations', { body: 'x'.repeat(2 ** 21) })).status).toBe(413)
    expect((await request('/ping')).status).toBe(200)
  })

  it('can be written by hand on a bare connection', async () => {
    const { connect } = await serve(echo)
    const connection = connect()
    connection.write('GET /ping HTTP/1.1\r\nhost: x\r\n\r\n')
    expect(String(await once(connection, 'data'))).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    connection.write('GET /ping HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')

    expect(await text(connection)).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  })

  it('is refused when the program has ended', async () => {
    const { request, connect, signal, exitCode, stdout } = await serve(echo)
    signal('SIGTERM')

    expect(await exitCode).toBe(0)
    expect(stdout()).toContain('INFO stopping signal=SIGTERM')
    await expect(request('/ping')).rejects.toMatchObject({ code: 'exit' })
    expect(connect).toThrow('The program has ended')
  })
})

describeOverBoth('a program that does not come to serve', (serve) => {
  it.each<[string, Parameters<typeof Serve>[0], ServeOptions, string]>([
    [
      'load its model',
      defineProgram({ load: () => Promise.reject(new Error('no such model')), predict: () => 1 }),
      {},
      'no such model',
    ],
    ['predict', defineProgram({ train: async () => {} }), {}, 'it has no predict function'],
    [
      'understand its environment',
      defineProgram({ predict: () => 1 }),
      { env: { SAGEMAKER_MAX_PAYLOAD_IN_MB: 'x' } },
      'SAGEMAKER_MAX_PAYLOAD_IN_MB is "x"',
    ],
  ])('because it cannot %s is a StartError that says so', async (_, program, options, words) => {
    const error: unknown = await serve(program, options).catch((reason: unknown) => reason)

    expect(error).toBeInstanceOf(StartError)
    expect(error).toMatchObject({
      code: 'exit',
      message: expect.stringMatching(/^The program ended with exit code [1-9]\d* before it could/),
      stderr: expect.stringContaining(words),
    })
    expect(String(error)).toContain(words)
  })
})

describeOverBoth('the end of a test', (serve) => {
  it('waits for no request, no load and no grace, and removes the folder', async () => {
    let begun = () => {}
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve
    })
    const endless = (): Promise<never> => {
      begun()
      return new Promise(() => {})
    }
    const program = defineProgram({ input: 'text', stopGraceSeconds: 600, predict: endless })
    const endpoint = await serve(program, { env: { BYO_LINGER_SECONDS: '600' } })
    const asked = endpoint.request('/invocations', { body: '' }).catch(() => 'cut')
    await hasBegun
    await endpoint.remove()

    expect(await asked).toBe('cut')
    expect(existsSync(endpoint.paths.baseDir)).toBe(false)
    const loading = await serve({ ...program, load: endless }, { until: 'listening' })
    expect((await loading.request('/ping')).status).toBe(503)
    await loading.remove()
    expect(existsSync(loading.paths.baseDir)).toBe(false)
  })

  it('is that of the block that uses it', async () => {
    let exitCode: Promise<number>
    {
      await using endpoint = await serveInProcess(echo)
      exitCode = endpoint.exitCode
    }

    expect(await exitCode).toBe(143)
  })
})
