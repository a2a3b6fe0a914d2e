import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { publishImage, startTraining, trainAndDeploy } from '../../src/index.ts'
import { awsError, s3Error, startFakeAws } from '../support/fake-aws.ts'
import { startLocalSession } from '../support/local-session.ts'

const program = fileURLToPath(new URL('../fixtures/mean-model.mjs', import.meta.url))
const own = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'
const image = `${own}/iris:latest`

describe('what a training job needs', () => {
  it('is looked for before anything is made', async () => {
    await using aws = await startLocalSession()
    const { session } = aws
    const bucket = await session.bucket()
    const published = await publishImage(session, { program, repository: 'mean' })
    const s3 = await session.clients.s3()
    await s3.putObject({ Bucket: bucket, Key: 'train/data.csv', Body: '1\n' })
    const start = (options: object) =>
      startTraining(session, {
        image: published,
        channels: { train: `s3://${bucket}/train/` },
        ...options,
      })

    await expect(start({ image: published.uri.replace('mean', 'men') })).rejects.toMatchObject({
      code: 'image-not-found',
      message: expect.stringMatching(/^The image \S+men\S* is not in ECR: publish it/),
    })
    await expect(
      start({ image: `${published.uri.replace(/[:@].*$/, '')}:gone` }),
    ).rejects.toMatchObject({ code: 'image-not-found' })
    await expect(start({ channels: { train: `s3://${bucket}/tr/` } })).rejects.toMatchObject({
      code: 'data-not-found',
      message: `There is no object at s3://${bucket}/tr/, for the channel "train": correct the address, or send the data there with uploadChannel.`,
    })
    await expect(start({ channels: { train: 's3://no-such-bucket/' } })).rejects.toMatchObject({
      code: 'data-not-found',
    })
    await expect(
      start({
        channels: { train: { uri: `s3://${bucket}/train/data`, s3DataType: 'ManifestFile' } },
      }),
    ).rejects.toMatchObject({ code: 'data-not-found' })
    await expect(start({ outputPath: 's3://no-such-bucket/out' })).rejects.toMatchObject({
      code: 'bucket-unavailable',
      message: `The bucket "no-such-bucket" doesn't exist, and outputPath is s3://no-such-bucket/out: create it, or name another.`,
    })
    await expect(
      start({ checkpoints: { uri: 's3://no-such-bucket/state' } }),
    ).rejects.toMatchObject({ code: 'bucket-unavailable' })

    const sageMaker = await session.clients.sageMaker()
    expect((await sageMaker.listTrainingJobs({})).TrainingJobSummaries).toEqual([])
    await expect(start({ channels: { train: `s3://${bucket}/tr` } })).resolves.toBeDefined()
    expect((await sageMaker.listTrainingJobs({})).TrainingJobSummaries).toHaveLength(1)
  })

  it('is looked for by trainAndDeploy before it publishes or uploads anything', async () => {
    await using aws = await startLocalSession()
    const { session } = aws
    const ecr = await session.clients.ecr()

    const bucket = await session.bucket()
    await expect(
      trainAndDeploy({ session, program, trainingData: { train: `s3://${bucket}/nothing/` } }),
    ).rejects.toMatchObject({ code: 'data-not-found' })
    expect((await ecr.describeRepositories({})).repositories).toEqual([])
  })

  it.each([
    [
      'may not look',
      awsError('AccessDeniedException', 'not authorized'),
      s3Error(403, 'AccessDenied'),
    ],
    ['is told to come later', awsError('ThrottlingException', 'Rate'), s3Error(503, 'SlowDown')],
    [
      'looks in another region',
      awsError('ServerException', 'Busy'),
      s3Error(301, 'PermanentRedirect'),
    ],
  ])('is left to SageMaker when the caller %s', async (_, ecr, s3) => {
    await using aws = await startFakeAws({
      BatchGetImage: [ecr],
      'GET /data': [s3],
      'HEAD /out': [{ status: s3.status ?? 0 }],
      CreateTrainingJob: [{ body: { TrainingJobArn: 'arn:new' } }],
    })

    await expect(
      startTraining(aws.session, {
        image,
        channels: { train: 's3://data/' },
        outputPath: 's3://out/byo',
      }),
    ).resolves.toMatchObject({ arn: 'arn:new' })
    expect(aws.count('BatchGetImage')).toBeGreaterThan(0)
    expect(aws.count('GET /data')).toBeGreaterThan(0)
    expect(aws.count('HEAD /out')).toBeGreaterThan(0)
    // Nor is the session's own bucket made for a job that has another.
    expect(aws.requests.filter(({ operation }) => operation.includes('/sagemaker-'))).toEqual([])
  })

  it('asks ECR for a tag or a digest, of the own registry only', async () => {
    const digest = `sha256:${'a'.repeat(64)}`
    const manifest = { body: { images: [{ imageManifest: '{}' }] } }
    await using aws = await startFakeAws({ BatchGetImage: [manifest], CreateTrainingJob: [{}] })
    for (const uri of [
      `${own}/iris:v1`,
      `${own}/byo/iris@${digest}`,
      `${own}/iris`,
      own.replace('123456789012', '210987654321').concat('/iris:v1'),
      own.replace('eu-west-1', 'us-east-1').concat('/iris:v1'),
      'public.ecr.aws/docker/library/node:24-slim',
    ]) {
      await startTraining(aws.session, { image: uri })
    }

    const asked = aws.requests.filter(({ operation }) => operation === 'BatchGetImage')
    expect(asked.map(({ input }) => input)).toMatchObject([
      { repositoryName: 'iris', imageIds: [{ imageTag: 'v1' }] },
      { repositoryName: 'byo/iris', imageIds: [{ imageDigest: digest }] },
      { repositoryName: 'iris', imageIds: [{ imageTag: 'latest' }] },
    ])
  })

  it('fails at once with credentials that do not work', async () => {
    await using aws = await startFakeAws({
      BatchGetImage: [awsError('UnrecognizedClientException', 'The security token is invalid.')],
    })

    await expect(startTraining(aws.session, { image })).rejects.toMatchObject({
      code: 'credentials-missing',
    })
    expect(aws.count('CreateTrainingJob')).toBe(0)
  })
})
