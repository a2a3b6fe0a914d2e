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
  await expect(serving({ env: { SAGEMAKER_MODEL_SERVER_WORKERS: '1' } })).rejects.toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('leave SAGEMAKER_MODEL_SERVER_WORKERS at 0 here'),
  })
})
