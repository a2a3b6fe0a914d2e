import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { attachTrainingJob, publishImage, startTraining, uploadChannel } from '../../src/index.ts'
import { awsError, startFakeAws } from '../support/fake-aws.ts'
import { startLocalSession } from '../support/local-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const program = fileURLToPath(new URL('../fixtures/mean-model.mjs', import.meta.url))

describe('attachTrainingJob', () => {
  it.each(['name', 'arn'] as const)(
    'gives a job of another process by its %s, with all that its handle can do',
    async (by) => {
      using folder = temporaryFolder({ 'data.csv': '1\n3\n' })
      await using aws = await startLocalSession()
      const started = await startTraining(aws.session, {
        image: await publishImage(aws.session, { program, repository: 'mean' }),
        channels: { train: await uploadChannel(aws.session, folder.path, { prefix: 'mean' }) },
        metricDefinitions: { mean: /mean=([\d.]+)/ },
        jobName: 'Mean-1',
      })

      const job = await attachTrainingJob(aws.session, started[by])

      expect(job).toMatchObject({ name: 'Mean-1', arn: started.arn })
      const { modelDataUri } = await job.wait()
      expect(await job.metrics()).toEqual({ mean: 2 })
      const output = `s3://${await aws.session.bucket()}/byo/Mean-1/output`
      expect(modelDataUri).toBe(`${output}/model.tar.gz`)
      expect(await job.artifacts()).toEqual({
        modelDataUri,
        outputDataUri: `${output}/output.tar.gz`,
      })
      expect(await job.describe()).toMatchObject({ TrainingJobStatus: 'Completed' })
      const lines = []
      for await (const { message } of job.logs()) lines.push(message)
      expect(lines).toContain('mean=2')
    },
  )

  it('says of a missing job what to check', async () => {
    await using aws = await startLocalSession()

    await expect(attachTrainingJob(aws.session, 'gone')).rejects.toMatchObject({
      code: 'not-found',
      operation: 'DescribeTrainingJob',
      message: expect.stringMatching(
        /^There is no training job "gone" in \S+: check its name.*AWS says: Requested resource not found/,
      ),
    })
  })

  it.each([
    ['ResourceNotFound', 'no'],
    ['ValidationException', 'Could not find requested job with name: gone'],
    ['ValidationException', 'TrainingJob gone does not exist.'],
  ])('knows a missing job also by %s: %s', async (name, message) => {
    await using aws = await startFakeAws({ DescribeTrainingJob: [awsError(name, message)] })

    await expect(attachTrainingJob(aws.session, 'gone')).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('does not take a job of the same name for one of another account', async () => {
    await using aws = await startFakeAws({
      DescribeTrainingJob: [
        {
          body: {
            TrainingJobName: 'j',
            TrainingJobArn: 'arn:aws:sagemaker:eu-west-1:123456789012:training-job/j',
          },
        },
      ],
    })
    const of = (account: string) => `arn:aws:sagemaker:eu-west-1:${account}:training-job/J`

    await expect(attachTrainingJob(aws.session, of('210987654321'))).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('another account'),
    })
    await expect(attachTrainingJob(aws.session, of('123456789012'))).resolves.toMatchObject({
      name: 'j',
    })
  })

  it('does not take a lack of permission for a missing job', async () => {
    await using aws = await startFakeAws({
      DescribeTrainingJob: [awsError('AccessDeniedException', 'not authorized')],
    })

    await expect(attachTrainingJob(aws.session, 'j')).rejects.toMatchObject({
      code: 'access-denied',
    })
  })

  it.each([
    ['no_good', 'is not legal'],
    ['arn:aws:sagemaker:eu-west-1:123456789012:model/m', 'not the ARN of a training job'],
    ['arn:aws:sagemaker:us-east-1:123456789012:training-job/j', "region: 'us-east-1'"],
  ])('refuses %s before any request', async (name, words) => {
    await using aws = await startFakeAws({})

    await expect(attachTrainingJob(aws.session, name)).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining(words),
    })
    expect(aws.requests).toEqual([])
  })
})
