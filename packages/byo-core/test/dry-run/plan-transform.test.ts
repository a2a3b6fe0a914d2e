import { join } from 'node:path'
import { startLocalSageMaker } from '@byo/local'
import { describe, expect, it } from 'vitest'
import { planTransform, type TransformOptions, transform } from '../../src/index.ts'
import { batchProgram } from '../support/batch-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { comparable, planAndRun } from './plan-and-run.ts'

const runs = {
  plan: (options: TransformOptions) => planTransform(options),
  run: (options: TransformOptions) => transform(options),
}

describe('planTransform', () => {
  it('gives what a run sends, up to the job', async () => {
    using folder = temporaryFolder({
      'model/mean.json': '{}',
      'in/a.csv': 'a\n',
      'in/b.csv': 'b\n',
    })
    await using local = await startLocalSageMaker()
    const options = {
      program: batchProgram,
      modelDir: join(folder.path, 'model'),
      input: join(folder.path, 'in'),
      name: 'batch',
    }

    const { planned, sent } = await planAndRun(local, options, runs)

    expect(comparable(planned)).toEqual(comparable(sent))
    expect(planned.map(({ operation }) => operation).slice(-4)).toEqual([
      'CreateModel',
      'PutObject',
      'PutObject',
      'CreateTransformJob',
    ])
  })

  it('refuses a Dockerfile, of which it cannot tell the layers', async () => {
    using folder = temporaryFolder({ Dockerfile: 'FROM scratch\n', 'a.csv': 'a\n', 'm/x': '' })

    const plan = planTransform({
      dockerfile: folder.path,
      modelDir: join(folder.path, 'm'),
      input: join(folder.path, 'a.csv'),
    })

    await expect(plan).rejects.toThrow(/dry run builds nothing with Docker/)
  })
})
