import { join } from 'node:path'
import { startLocalSageMaker } from '@byo/local'
import { describe, expect, it } from 'vitest'
import { integer, planTune, type TuneOptions, tune } from '../../src/index.ts'
import { meanProgram } from '../support/mean-models.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { comparable, planAndRun } from './plan-and-run.ts'

const runs = {
  plan: (options: TuneOptions) => planTune(options),
  run: (options: TuneOptions) => tune(options),
}

describe('planTune', () => {
  it('gives what a run sends, up to the search', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n3\n' })
    await using local = await startLocalSageMaker()
    const options: TuneOptions = {
      program: meanProgram,
      trainingData: { train: join(folder.path, 'data.csv') },
      hyperparameters: { note: 'x' },
      ranges: { shift: integer(1, 3) },
      objective: { metric: 'mean', goal: 'Minimize', pattern: /mean=([\d.]+)/ },
      maxJobs: 2,
      name: 'mean-of-a-name-longer-than-a-search-may-have',
      tags: { team: 'iris' },
    }

    const { planned, sent } = await planAndRun(local, options, runs)

    expect(comparable(planned)).toEqual(comparable(sent))
    expect(planned.at(-1)).toMatchObject({
      operation: 'CreateHyperParameterTuningJob',
      input: { HyperParameterTuningJobName: expect.stringMatching(/^.{1,32}$/) },
    })
  })
})
