import { expect, it, onTestFinished } from 'vitest'
import { defineProgram } from '../../src/container-program.ts'
import { type ServeOptions, serveInProcess } from '../../src/testing/index.ts'

const program = defineProgram({ input: 'text', workers: 2, predict: (_, text) => text })

async function serving(options?: ServeOptions) {
  const endpoint = await serveInProcess(program, options)
  onTestFinished(() => endpoint.remove())
  return endpoint
}

it('runs handlers in the thread of the test, whatever the workers of the program', async () => {
  const endpoint = await serving()

  const { text } = await endpoint.request('/invocations', {
    body: 'a',
    headers: { 'content-type': 'text/plain' },
  })
  expect(text).toBe('a')
})

it('says that there are no workers in a test which asks for them', async () => {
  const endpoint = await serving({ env: { SAGEMAKER_MODEL_SERVER_WORKERS: '1' } })

  expect(await endpoint.exitCode).toBe(1)
  expect(endpoint.stderr()).toContain('leave SAGEMAKER_MODEL_SERVER_WORKERS at 0 here')
})
