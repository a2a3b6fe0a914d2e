import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { ChildProcessError, defineProgram, type TrainContext } from '../../src/index.ts'
import { serveInProcess, type TrainOptions, trainInProcess } from '../../src/testing/index.ts'

type Train = (context: TrainContext<Readonly<Record<string, string>>, never>) => unknown

/** Trains with a function until the test ends. */
async function trained(train: Train, options?: TrainOptions) {
  const job = await trainInProcess(
    defineProgram({ train: async (context) => void (await train(context)) }),
    options,
  )
  onTestFinished(() => job.remove())
  return job
}

it('ends with 0 and no failure file, and leaves the model', async () => {
  const job = await trained(
    ({ modelDir, hyperparameters }) =>
      writeFile(join(modelDir, 'model.json'), JSON.stringify(hyperparameters)),
    { hyperparameters: { degree: 2, name: 'a' } },
  )

  expect(job).toMatchObject({ exitCode: 0, failure: undefined, stderr: '' })
  expect(await readFile(join(job.paths.modelDir, 'model.json'), 'utf8')).toBe(
    '{"degree":"2","name":"a"}',
  )
})

it('leaves a model that can be served', async () => {
  const program = defineProgram({
    train: ({ modelDir }) => writeFile(join(modelDir, 'mean'), '2.5'),
    load: ({ modelDir }) => readFile(join(modelDir, 'mean'), 'utf8'),
    predict: (mean) => [Number(mean)],
  })
  await using job = await trainInProcess(program)
  await using endpoint = await serveInProcess(program, { model: job.paths.modelDir })

  expect((await endpoint.request('/invocations', { body: 'a\n1\n' })).text).toBe('2.5')
})

it('tells why it failed, as SageMaker would', async () => {
  const job = await trained(() => {
    throw new Error('There is no column "y".')
  })

  expect(job.exitCode).toBe(1)
  expect(job.failure).toMatch(/^There is no column "y"\./)
  expect(job.stderr).toContain('There is no column "y".')
})

it('ends with the exit code of a program that it ran', async () => {
  const job = await trained(() => {
    throw new ChildProcessError(7, 'It ended with 7.')
  })

  expect(job.exitCode).toBe(7)
})

it('has the values of metrics in order, and takes nothing else for one', async () => {
  const job = await trained(({ log }) => {
    log.metric('loss', 0.5)
    log.metric('val:loss', 1e-30)
    log.info('loss=7; is no metric', { loss: 8 })
    log.metric('loss', -2.5e300, { iteration: 1 })
    log.metric('loss', Number.NaN)
    log.metric('loss', 3)
    log.metric('__proto__', 1)
  })

  expect(job.metrics.loss).toEqual([0.5, -2.5e300, 3])
  expect(job.metrics['val:loss']).toEqual([1e-30])
  expect(Object.keys(job.metrics)).toEqual(['loss', 'val:loss', '__proto__'])
})

it('gives the program words and an environment of its own', async () => {
  const job = await trained(
    ({ args, log }) => log.info('given', { args: args.join(' '), path: process.env.PATH }),
    { args: ['--fast', 'x'], env: { SAGEMAKER_CONTAINER_LOG_LEVEL: 'error' } },
  )
  const loud = await trained(({ args, log }) => log.info('given', { args: args.join(' ') }), {
    args: ['--fast', 'x'],
  })

  expect(job.stdout).toBe('')
  expect(loud.stdout).toContain('INFO given args="--fast x"')
})

it('sends SIGTERM when its signal is aborted', async () => {
  const controller = new AbortController()
  let reason: unknown
  const job = await trained(
    ({ signal }) =>
      new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          reason = signal.reason
          resolve()
        })
        controller.abort()
      }),
    { signal: controller.signal },
  )

  expect(job).toMatchObject({ exitCode: 0, failure: undefined })
  expect(reason).toMatchObject({ code: 'stopped', message: 'SIGTERM asked for an end.' })
})

it('does not begin where its signal is aborted already', async () => {
  let isAborted: boolean | undefined
  const job = await trained(
    ({ signal }) => {
      isAborted = signal.aborted
    },
    { signal: AbortSignal.abort() },
  )

  expect(isAborted).not.toBe(false)
  expect(job.failure).toBeUndefined()
})

it('removes all at the end of a block that uses it', async () => {
  let dir = ''
  {
    await using job = await trainInProcess(defineProgram({ train: async () => {} }))
    dir = job.paths.baseDir
    expect(existsSync(dir)).toBe(true)
  }

  expect(existsSync(dir)).toBe(false)
})
