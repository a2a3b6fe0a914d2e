import { join } from 'node:path'
import { Readable } from 'node:stream'
import { startLocalSageMaker } from '@byo/local'
import { describe, expect, it } from 'vitest'
import {
  formatPlan,
  planTrainAndDeploy,
  type TrainAndDeployOptions,
  trainAndDeploy,
} from '../../src/index.ts'
import { startFakeAws } from '../support/fake-aws.ts'
import { startFakeRegistry } from '../support/fake-registry.ts'
import { meanProgram as program } from '../support/mean-models.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { comparable, openSession, planAndRun, type SentRequest } from './plan-and-run.ts'

const runs = {
  plan: (options: TrainAndDeployOptions) => planTrainAndDeploy(options),
  run: (options: TrainAndDeployOptions) => trainAndDeploy(options),
}

describe('planTrainAndDeploy', () => {
  it('gives what a run sends, in an empty account and in one that has the image already', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n3\n', 'more/b.csv': '2\n' })
    await using local = await startLocalSageMaker()
    const options = {
      program,
      trainingData: { train: join(folder.path, 'data.csv'), test: join(folder.path, '**/*.csv') },
      hyperparameters: { degree: 2 },
      training: { maxRuntimeInSeconds: 600, environment: { A: 'b' } },
      hosting: { instanceCount: 2, environment: { C: 'd' } },
      name: 'mean',
      tags: { team: 'iris' },
    } as const

    const first = await planAndRun(local, options, runs)
    expect(comparable(first.planned)).toEqual(comparable(first.sent))
    expect(first.planned.map(({ operation }) => operation)).toEqual([
      'CreateBucket',
      'CreateRepository',
      ...Array(2).fill('InitiateLayerUpload'),
      ...Array(2).fill('UploadLayerPart'),
      ...Array(2).fill('CompleteLayerUpload'),
      'PutImage',
      ...Array(3).fill('PutObject'),
      'CreateTrainingJob',
      'CreateModel',
      'CreateEndpointConfig',
      'CreateEndpoint',
    ])

    const local2 = { ...options, name: 'other', repository: 'byo/mean' }
    const second = await planAndRun(local, local2, runs)
    expect(comparable(second.planned)).toEqual(comparable(second.sent))
    expect(second.planned.map(({ operation }) => operation)).not.toContain('UploadLayerPart')
  })

  it('tags all that can have tags with the name of the run', async () => {
    const listing = '<ListBucketResult><Contents><Key>x/1</Key></Contents></ListBucketResult>'
    await using aws = await startFakeAws({
      'HEAD /b': [{ body: '' }],
      'GET /b': [{ body: listing }],
    })

    const requests = await planTrainAndDeploy({
      session: aws.session,
      image: 'image',
      trainingData: { train: 's3://b/x/' },
      name: 'iris',
      tags: { team: 'iris' },
    })

    for (const { input } of requests) {
      expect(input).toMatchObject({
        Tags: [
          { Key: 'team', Value: 'iris' },
          { Key: 'byo:run', Value: expect.stringMatching(/^iris-2026/) },
          { Key: 'byo:created-by', Value: '@byo/core' },
        ],
      })
    }
    expect(requests).toHaveLength(4)
    expect(aws.requests.map(({ operation }) => operation).sort()).toEqual([
      'GET /b',
      'GetCallerIdentity',
      'HEAD /b',
      'HEAD /sagemaker-eu-west-1-123456789012',
    ])
  })

  it('counts large files by parts without reading them, and leaves streams unread', async () => {
    const large = new Uint8Array(12 * 1024 * 1024).fill(7)
    using folder = temporaryFolder({ large })
    await using local = await startLocalSageMaker()
    const stream = Readable.from(['1\n', '3\n'])
    const options = {
      program,
      trainingData: {
        train: { name: 'data.csv', content: stream },
        big: join(folder.path, 'large'),
      },
      name: 'mean',
    }

    const { planned, sent } = await planAndRun(local, options, runs)

    const put = planned.find(({ operation }) => operation === 'PutObject')
    expect(put?.input).toMatchObject({ Body: { bytes: undefined } })
    const withoutStream = (requests: readonly SentRequest[]) =>
      comparable(requests.filter(({ operation }) => operation !== 'PutObject'))
    expect(withoutStream(planned)).toEqual(withoutStream(sent))
    expect(
      planned.flatMap((request) =>
        request.operation === 'UploadPart' ? [request.input.Body?.bytes] : [],
      ),
    ).toEqual([5, 5, 2].map((mebibytes) => mebibytes * 1024 * 1024))
    expect(formatPlan(planned)).toContain('"Body": "a stream"')
  })

  it('reads of a base image what it needs to know, and none of its layers', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n' })
    await using local = await startLocalSageMaker()
    await using registry = await startFakeRegistry()
    const baseImage = `${registry.host}/library/node:24-slim`
    const session = await openSession(local, { baseImage })

    const requests = await planTrainAndDeploy({
      session,
      program,
      trainingData: { train: join(folder.path, 'data.csv') },
    })

    session.close()
    expect(registry.reads.filter((path) => path.startsWith('manifests/'))).toHaveLength(1)
    for (const layer of registry.layers) expect(registry.reads).not.toContain(`blobs/${layer}`)
    const layers = requests.filter(({ operation }) => operation === 'CompleteLayerUpload')
    expect(layers).toHaveLength(4)
  })

  it('finds what is wrong before it asks AWS', async () => {
    await using aws = await startFakeAws({})

    await expect(
      planTrainAndDeploy({ session: aws.session, image: 'i', trainingData: { train: 'nope.csv' } }),
    ).rejects.toMatchObject({ code: 'data-not-found' })
    expect(aws.requests).toHaveLength(0)
  })

  it('refuses a Dockerfile, of which it cannot tell the layers', async () => {
    using folder = temporaryFolder({ Dockerfile: 'FROM scratch\n' })

    const plan = planTrainAndDeploy({ dockerfile: folder.path, trainingData: {} })

    await expect(plan).rejects.toMatchObject({ code: 'invalid-option' })
    await expect(plan).rejects.toThrow(/dry run builds nothing with Docker/)
  })

  it("leaves the session's own clients as they are", async () => {
    await using aws = await startFakeAws({
      'HEAD /b': [{ body: '' }],
      CreateModel: [{ body: { ModelArn: 'arn' } }],
    })
    await planTrainAndDeploy({
      session: aws.session,
      image: 'image',
      trainingData: { train: 's3://b/x/' },
    })
    expect(aws.count('CreateModel')).toBe(0)

    const sageMaker = await aws.session.clients.sageMaker()
    await sageMaker.createModel({ ModelName: 'm', ExecutionRoleArn: 'r' })
    expect(aws.count('CreateModel')).toBe(1)
  })
})
