import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { baseDirWith, startProgram, textOf, train } from '../fixtures/run-program.ts'

const hyperparameters = 'input/config/hyperparameters.json'
const trainingData = { 'input/data/train/a.csv': 'y,s\n1,x\n3,y\n' }

describe('a training job', () => {
  it('trains and ends by itself with 0, the model, the other output and the mark of success [T01] [T40] [T41]', async () => {
    const baseDir = await baseDirWith({
      ...trainingData,
      [hyperparameters]: { target: 'y' },
      'output/failure': 'old',
    })

    const { code, stdout, success, failure } = await train('means', baseDir)

    expect({ code, success, failure }).toEqual({ code: 0, success: '', failure: undefined })
    expect(await textOf(join(baseDir, 'model/model.json'))).toBe('{"mean":2,"degree":2}')
    expect(await textOf(join(baseDir, 'output/data/fitted_values.csv'))).toBe('V1\n2\n2\n')
    expect(stdout).toMatch(/^mean=2;$/m)
  })

  it('takes hyperparameters in the encoding of the Python SDK too [T11] [T12]', async () => {
    const baseDir = await baseDirWith({
      ...trainingData,
      [hyperparameters]: {
        target: '"y"',
        degree: '"3"',
        sagemaker_region: 'x',
        _tuning_objective_metric: 'raw',
      },
    })

    expect((await train('means', baseDir)).code).toBe(0)
    expect(await textOf(join(baseDir, 'model/model.json'))).toBe('{"mean":2,"degree":3}')
  })

  it('says in one sentence which hyperparameter is wrong, before it reads data [T15]', async () => {
    const baseDir = await baseDirWith({ [hyperparameters]: { target: 'y', degree: 'abc' } })

    const { code, stderr, failure, success } = await train('means', baseDir)

    const sentence =
      'The hyperparameter degree is "abc": Invalid type: Expected number but received "abc".'
    expect({ code, failure, success }).toEqual({ code: 1, failure: sentence, success: undefined })
    expect(stderr).toBe(`error: ${sentence}\n`)
  })

  it('says which channel is missing and which there are', async () => {
    const baseDir = await baseDirWith({
      'input/data/test/a.csv': '',
      [hyperparameters]: { target: 'y' },
    })

    expect((await train('means', baseDir)).failure).toBe(
      'There is no channel "train": the job has "test".',
    )
  })

  it('says that a channel has no CSV file', async () => {
    const baseDir = await baseDirWith({ [hyperparameters]: { target: 'y' } })
    mkdirSync(join(baseDir, 'input/data/train'), { recursive: true })

    expect((await train('means', baseDir)).failure).toBe(
      `${join(baseDir, 'input/data/train')} has no file that ends with .csv: it is empty.`,
    )
  })

  it('says where a configuration file is broken [T17]', async () => {
    const baseDir = await baseDirWith({ [hyperparameters]: '{"a": 1,}' })

    const { code, failure } = await train('ends', baseDir)

    expect(code).toBe(1)
    expect(failure).toMatch(/hyperparameters\.json is not JSON: .*position 8/)
  })

  it('runs without any configuration, as on a laptop, with words after train for the program [T06]', async () => {
    const baseDir = await baseDirWith()

    const program = startProgram('ends', ['train', '--x', '1'], baseDir)

    expect(await program.exit).toBe(0)
    expect(await textOf(join(baseDir, 'model/model'))).toBe('--x 1')
  })

  it('says that a folder cannot be made', async () => {
    const baseDir = await baseDirWith({ model: 'a file where the folder should be' })

    const { code, stderr, failure } = await train('ends', baseDir)

    expect(code).toBe(1)
    expect(failure).toMatch(/^The folders for the model and the output cannot be made\. EEXIST/)
    expect(stderr.split('\n')).toHaveLength(2)
  })
})

describe('a log level that is none', () => {
  it('is told and changes nothing else', async () => {
    const { code, stderr } = await train('ends', await baseDirWith(), {
      SAGEMAKER_CONTAINER_LOG_LEVEL: 'loud',
    })

    expect(code).toBe(0)
    expect(stderr).toContain('WARN SAGEMAKER_CONTAINER_LOG_LEVEL is no level')
  })
})

describe('a failure', () => {
  it.each([
    ['throw an error', 1, 'RangeError: The step is too large: 7.\nCaused by: it grew\n'],
    ['throw a text', 1, 'a value that is no Error was thrown: just text'],
    ['throw null', 1, 'a value that is no Error was thrown: null'],
    ['throw later', 1, 'thrown by a timer\n'],
    ['reject unseen', 1, 'rejected unseen\n'],
    ['exit', 3, 'The process ended before train was finished: it called process.exit(3)'],
    ['exit 0', 1, 'The process ended before train was finished: it called process.exit(0)'],
    ['wait for nothing', 1, 'The process ended before train was finished: '],
    ['remove the model folder', 1, 'ENOENT: no such file or directory'],
    ['throw in a worker', 1, 'thrown by a worker\n'],
  ])(
    'by "%s" ends with %i and its reason first in the failure file [T44]',
    async (how, code, reason) => {
      const baseDir = await baseDirWith({ [hyperparameters]: { how } })

      const ended = await train('ends', baseDir)

      expect(ended.code).toBe(code)
      expect(ended.failure?.slice(0, reason.length)).toBe(reason)
      expect(ended.success).toBeUndefined()
      expect(ended.stderr).toMatch(/^error: .+\n/m)
      expect(ended.stderr).not.toMatch(/^\s+at /m)
    },
  )

  it('puts the message first and leaves at most 1024 characters, none cut in two [T42]', async () => {
    const baseDir = await baseDirWith({ [hyperparameters]: { how: 'throw long' } })

    const { code, failure } = await train('ends', baseDir)

    expect(code).toBe(1)
    expect(failure).toBe('𝒙'.repeat(1024))
  })

  it('keeps a failure file that the program wrote itself [T46]', async () => {
    const baseDir = await baseDirWith({ [hyperparameters]: { how: 'write a failure' } })

    expect((await train('ends', baseDir)).failure).toBe('my own words')
  })

  it('prints its stack if DEBUG is set', async () => {
    const baseDir = await baseDirWith({ [hyperparameters]: { how: 'throw an error' } })

    const { stderr } = await train('ends', baseDir, { DEBUG: '1' })

    expect(stderr).toMatch(/^error: RangeError: .*\n(.*\n)*\s+at /m)
  })
})

describe('an end', () => {
  it('with nothing in the model folder is a success with a warning [T48]', async () => {
    const baseDir = await baseDirWith({ [hyperparameters]: { how: 'return with no model' } })

    const { code, stderr } = await train('ends', baseDir)

    expect(code).toBe(0)
    expect(stderr).toContain(`WARN training left nothing in ${join(baseDir, 'model')}`)
  })

  it('comes after all output is written [T54]', async () => {
    const baseDir = await baseDirWith({ [hyperparameters]: { how: 'print much' } })

    const { stdout } = await train('ends', baseDir)

    expect(stdout.length).toBeGreaterThan(1_000_000)
    expect(stdout).toContain('line 19999 ')
    expect(stdout).toMatch(/training finished\n$/)
  })
})

describe('a stop signal', () => {
  it.each([
    ['save when stopped', 'SIGTERM', 0],
    ['stop at once', 'SIGTERM', 143],
    ['stop at once', 'SIGINT', 130],
    ['ignore the stop', 'SIGTERM', 143],
  ] as const)(
    'for a program that will "%s" on %s ends it with %i and no failure [T57] [T61]',
    async (how, signal, code) => {
      const baseDir = await baseDirWith({ [hyperparameters]: { how } })
      const program = startProgram('ends', ['train'], baseDir)
      await program.printed('waiting')

      program.child.kill(signal)

      expect(await program.exit).toBe(code)
      expect(await textOf(join(baseDir, 'output/failure'))).toBeUndefined()
      const saved = code === 0 ? 'saved' : undefined
      expect(await textOf(join(baseDir, 'model/model'))).toBe(saved)
    },
  )
})

describe('a command', () => {
  it('that is missing or unknown prints the usage, ends with 2 and leaves nothing behind [T03]', async () => {
    const baseDir = await baseDirWith()

    for (const args of [[], ['tarin']]) {
      const program = startProgram('ends', args, baseDir)
      expect(await program.exit).toBe(2)
      expect(program.stderr()).toContain('Usage: <program> train | serve')
    }
    expect(await textOf(join(baseDir, 'output/failure'))).toBeUndefined()
  })

  it('that the program has no function for is refused', async () => {
    const program = startProgram('ends', ['serve'], await baseDirWith())

    expect(await program.exit).toBe(2)
    expect(program.stderr()).toContain(
      'This program cannot serve: it has no predict function and no converse.',
    )
  })

  it('--help prints the usage', async () => {
    const program = startProgram('ends', ['--help'], await baseDirWith())

    expect(await program.exit).toBe(0)
    expect(program.stdout()).toContain('SAGEMAKER_BASE_DIR')
  })
})
