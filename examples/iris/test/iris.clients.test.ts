import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createSession, publishImage } from '@byo/core'
import { type LocalSageMaker, startLocalSageMaker } from '@byo/local'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pythonClients } from './clients/python.ts'
import { expectClose, rModel } from './support/r-model.ts'

const home = dirname(dirname(fileURLToPath(import.meta.url)))
const run = promisify(execFile)
const bin = pythonClients()

describe.skipIf(bin === undefined)('foreign clients, unmodified [G001]', () => {
  let sagemaker: LocalSageMaker
  let image: string
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'byo-clients-'))
    sagemaker = await startLocalSageMaker()
    const session = await createSession({
      clientConfig: sagemaker.clientConfig,
      baseImage: 'scratch',
    })
    const program = join(home, 'dist/container.mjs')
    image = (await publishImage(session, { program, repository: 'sagemaker-rmars' })).uri
    session.close()
  }, 120_000)

  afterAll(async () => {
    await sagemaker.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it("boto3 goes the notebook's whole way", async () => {
    const script = join(home, 'test/clients/notebook.py')
    const data = join(home, 'data/iris.csv')
    const payload = join(home, 'data/payload.csv')

    const predicted = JSON.parse(await python(script, image, data, payload))

    expectClose(predicted, rModel.predictions)
  }, 120_000)

  it('the AWS CLI copies files both ways and lists what there is', async () => {
    const copy = join(folder, 'copy.csv')
    await aws('s3', 'mb', 's3://cli-bucket')
    await aws('s3', 'cp', join(home, 'data/iris.csv'), 's3://cli-bucket/a folder/ü+%.csv')
    await aws('s3', 'cp', 's3://cli-bucket/a folder/ü+%.csv', copy)

    expect(readFileSync(copy)).toEqual(readFileSync(join(home, 'data/iris.csv')))
    expect(JSON.parse(await aws('sts', 'get-caller-identity')).Account).toBe('000000000000')
    const { repositories } = JSON.parse(await aws('ecr', 'describe-repositories'))
    expect(repositories.map((one: { repositoryName: string }) => one.repositoryName)).toEqual([
      'sagemaker-rmars',
    ])
    expect(await aws('ecr', 'get-login-password')).toMatch(/^\S+\n$/)
  }, 120_000)

  it('the AWS CLI shows errors in the words of AWS', async () => {
    await expect(
      aws('sagemaker', 'describe-training-job', '--training-job-name', 'none'),
    ).rejects.toThrow(/ValidationException.*Requested resource not found/)
  }, 60_000)

  async function python(...words: string[]): Promise<string> {
    return (await run(join(bin ?? '', 'python'), words, { env: environment() })).stdout
  }

  async function aws(...words: string[]): Promise<string> {
    return (await run(join(bin ?? '', 'aws'), words, { env: environment() })).stdout
  }

  function environment() {
    return { PATH: process.env.PATH, HOME: folder, AWS_PAGER: '', ...sagemaker.env }
  }
})
