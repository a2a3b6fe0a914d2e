import { join } from 'node:path'
import { startLocalSageMaker } from '@byo/local'
import { describe, expect, it } from 'vitest'
import { type DeployModelOptions, deployModel, planDeployModel } from '../../src/index.ts'
import { meanProgram } from '../support/mean-models.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { comparable, planAndRun } from './plan-and-run.ts'

const runs = {
  plan: (options: DeployModelOptions) => planDeployModel(options),
  run: (options: DeployModelOptions) => deployModel(options),
}

describe('planDeployModel', () => {
  it('gives what a run sends, with the archive once', async () => {
    using folder = temporaryFolder({ 'model/mean.json': JSON.stringify({ mean: 7 }) })
    await using local = await startLocalSageMaker()
    const options = { program: meanProgram, modelDir: join(folder.path, 'model'), name: 'mean' }

    const first = await planAndRun(local, options, runs)
    expect(comparable(first.planned)).toEqual(comparable(first.sent))
    const archives = first.planned.filter(({ operation }) => operation === 'PutObject')
    expect(archives).toMatchObject([{ input: { Key: expect.stringMatching(/model\.tar\.gz$/) } }])

    const again = { ...options, name: 'other', repository: 'byo/mean' }
    const second = await planAndRun(local, again, runs)
    expect(comparable(second.planned)).toEqual(comparable(second.sent))
    expect(second.planned.map(({ operation }) => operation)).toEqual([
      'CreateModel',
      'CreateEndpointConfig',
      'CreateEndpoint',
    ])
  })
})
