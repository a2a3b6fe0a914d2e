import { expect, it, onTestFinished } from 'vitest'
import { defineProgram } from '../../../src/index.ts'
import { nodeHost } from '../../../src/lifecycle/node-host.ts'
import { runCommand } from '../../../src/run-command.ts'
import { testHost } from '../../../src/testing/test-host.ts'
import { invoke } from '../../fixtures/http.ts'

/** Serves a prediction that never ends, with a clock that stands until it is moved on. */
async function serveForever(env: Record<string, string>) {
  const real = nodeHost()
  const timers = new Map<() => void, number>()
  let port = 0
  let begun: () => void
  const predicting = new Promise<void>((resolve) => {
    begun = resolve
  })
  const host = testHost(
    real,
    ['serve'],
    { SAGEMAKER_BIND_TO_PORT: '0', ...env },
    async (server) => {
      port = await real.listen(server, 0)
      return port
    },
  )
  const program = defineProgram({
    input: 'bytes',
    stopGraceSeconds: 0,
    predict: () => {
      begun()
      return new Promise<never>(() => {})
    },
  })
  const exitCode = runCommand(program, {
    ...host,
    after(milliseconds, callback) {
      timers.set(callback, milliseconds)
      return () => timers.delete(callback)
    },
  })
  const server = await host.server
  onTestFinished(async () => {
    host.signal('SIGTERM')
    host.signal('SIGTERM')
    await exitCode
  })
  return {
    server,
    answer: () => invoke(`http://127.0.0.1:${port}`, ''),
    predicting,
    moveTo(seconds: number) {
      for (const [callback, milliseconds] of timers) {
        if (milliseconds > seconds * 1000) continue
        timers.delete(callback)
        callback()
      }
    },
  }
}

it.each([
  [{}, 58],
  [{ SAGEMAKER_BATCH: 'true' }, 3598],
  [{ SAGEMAKER_BATCH: 'TRUE' }, 3598],
  [{ SAGEMAKER_MODEL_SERVER_TIMEOUT: '600' }, 600],
])('with %j a prediction may take %i s, and no longer [S65] [S71]', async (env, seconds) => {
  const { answer, predicting, moveTo } = await serveForever(env)
  let status = 0
  const answered = answer().then((found) => {
    status = found.status
  })
  await predicting

  moveTo(seconds - 1)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(status).toBe(0)
  moveTo(seconds)
  await answered
  expect(status).toBe(504)
})

it('cuts no request by a timer of the server itself [S71]', async () => {
  const { server } = await serveForever({ SAGEMAKER_BATCH: 'true' })

  expect([server.requestTimeout, server.timeout]).toEqual([0, 0])
})
