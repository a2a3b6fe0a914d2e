import { describe, expect, it } from 'vitest'
import {
  bucket,
  channel,
  type PlatformUnderTest,
  trainingJob,
  usePlatform,
  waitForJob,
} from '../../support/with-platform.ts'

const opened = usePlatform()

/** The error with which a changed request is refused. */
async function refusalOf(test: PlatformUnderTest, changes: object): Promise<string> {
  const request = trainingJob(test.images.addProgram('trains-ok'), changes)
  return test.sageMaker('CreateTrainingJob', request).then(
    () => 'accepted',
    ({ code, message }) => `${code}: ${message}`,
  )
}

describe('CreateTrainingJob', () => {
  it('answers with an ARN in lower case, and takes two dashes in a name', async () => {
    const test = opened()
    const request = trainingJob(test.images.addProgram('trains-ok'), { TrainingJobName: 'Iris--1' })

    expect(await test.sageMaker('CreateTrainingJob', request)).toEqual({
      TrainingJobArn: 'arn:aws:sagemaker:us-east-1:000000000000:training-job/iris--1',
    })
  })

  it('refuses a name that is taken [G004]', async () => {
    const test = opened()
    await test.sageMaker('CreateTrainingJob', trainingJob(test.images.addProgram('trains-ok')))

    expect(await refusalOf(test, {})).toBe(
      'ResourceInUse: Training job names must be unique within an AWS account and region, and a training job with this name already exists (arn:aws:sagemaker:us-east-1:000000000000:training-job/job)',
    )
  })

  it('refuses a channel without objects [G009]', async () => {
    const text = await refusalOf(opened(), {
      InputDataConfig: [channel('train', `s3://${bucket}/nothing`)],
    })
    expect(text).toBe(
      `ValidationException: No S3 objects found under S3 URL "s3://${bucket}/nothing" given in input data source. Please ensure that the bucket exists in the selected region (us-east-1), that objects exist under that S3 prefix, and that the role "arn:aws:iam::000000000000:role/SageMakerRole" has "s3:ListBucket" permissions on bucket "${bucket}".`,
    )
    expect(
      await refusalOf(opened(), { InputDataConfig: [channel('train', 's3://no-bucket/x')] }),
    ).toContain('No S3 objects found')
  })

  it('refuses an output bucket that is not there [G010]', async () => {
    const OutputDataConfig = { S3OutputPath: 's3://no-bucket/out' }
    expect(await refusalOf(opened(), { OutputDataConfig })).toBe(
      'ValidationException: The OutputDataConfig S3 bucket of "s3://no-bucket/out" does not exist.',
    )
  })

  it('refuses an image that was never pushed, naming it [G011]', async () => {
    const uri = '000000000000.dkr.ecr.us-east-1.amazonaws.com/other:latest'
    const AlgorithmSpecification = { TrainingImage: uri, TrainingInputMode: 'File' }
    expect(await refusalOf(opened(), { AlgorithmSpecification })).toBe(
      `ValidationException: Requested image ${uri} not found.`,
    )
  })

  it('refuses what this emulator lacks instead of doing without it', async () => {
    const test = opened()
    const uri = await test.put('data/a.csv', 'a')
    const piped = { InputDataConfig: [channel('train', uri, { InputMode: 'Pipe' })] }
    const several = {
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 1 },
    }
    const checkpoints = { CheckpointConfig: { S3Uri: `s3://${bucket}/checkpoints` } }

    for (const changes of [piped, several, checkpoints]) {
      expect(await refusalOf(test, changes)).toMatch(
        /^ValidationException: .* is not available in this local emulator\.$/,
      )
    }
  })

  it('refuses a spot job that may wait for less than it may run', async () => {
    const StoppingCondition = { MaxRuntimeInSeconds: 60, MaxWaitTimeInSeconds: 59 }
    expect(
      await refusalOf(opened(), { EnableManagedSpotTraining: true, StoppingCondition }),
    ).toContain('MaxWaitTimeInSeconds')
  })

  it('refuses an image index, which is for several platforms', async () => {
    const test = opened()
    const mediaType = 'application/vnd.oci.image.index.v1+json'
    const uri = test.images.add('index', { layers: [], config: {}, mediaType })
    const AlgorithmSpecification = { TrainingImage: uri, TrainingInputMode: 'File' }
    expect(await refusalOf(test, { AlgorithmSpecification })).toContain(
      `Unsupported manifest media type ${mediaType}`,
    )
  })
})

describe('DescribeTrainingJob', () => {
  it("fills in SageMaker's defaults", async () => {
    const test = opened()
    const uri = await test.put('data/a.csv', 'a')
    const request = trainingJob(test.images.addProgram('trains-ok'), {
      InputDataConfig: [channel('train', uri)],
      StoppingCondition: undefined,
      Tags: [{ Key: 'a', Value: 'b' }],
    })
    await test.sageMaker('CreateTrainingJob', request)

    const job = await waitForJob(test)
    expect(job).toMatchObject({
      StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
      OutputDataConfig: { CompressionType: 'GZIP', KmsKeyId: '' },
      EnableNetworkIsolation: false,
      EnableManagedSpotTraining: false,
      EnableInterContainerTrafficEncryption: false,
      InputDataConfig: [
        {
          CompressionType: 'None',
          RecordWrapperType: 'None',
          DataSource: { S3DataSource: { S3DataDistributionType: 'FullyReplicated' } },
        },
      ],
    })
    expect(job).not.toHaveProperty('Tags')
  })

  it('does not find a job that is not there [G013]', async () => {
    await expect(
      opened().sageMaker('DescribeTrainingJob', { TrainingJobName: 'nope' }),
    ).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'Requested resource not found.',
      statusCode: 400,
    })
  })
})

describe('DeleteTrainingJob', () => {
  it('is refused while the job runs, and frees the name after its end [G027]', async () => {
    const test = opened()
    const request = trainingJob(test.images.addProgram('saves-on-sigterm'))
    await test.sageMaker('CreateTrainingJob', request)
    const name = { TrainingJobName: 'job' }

    await expect(test.sageMaker('DeleteTrainingJob', name)).rejects.toMatchObject({
      code: 'ValidationException',
    })
    await test.sageMaker('StopTrainingJob', name)
    await waitForJob(test)
    await test.sageMaker('DeleteTrainingJob', name)
    await expect(test.sageMaker('DescribeTrainingJob', name)).rejects.toThrow('not found')
    await expect(test.sageMaker('CreateTrainingJob', request)).resolves.toBeDefined()
  })
})

describe('ListTrainingJobs', () => {
  it('pages, filters and sorts both ways, with a token of its own making [G043]', async () => {
    const test = opened()
    const image = test.images.addProgram('trains-ok')
    for (const TrainingJobName of ['a-1', 'a-2', 'b-1']) {
      await test.sageMaker('CreateTrainingJob', trainingJob(image, { TrainingJobName }))
      await waitForJob(test, undefined, TrainingJobName)
    }
    const list = async (input: object) => {
      const { TrainingJobSummaries, NextToken } = await test.sageMaker('ListTrainingJobs', input)
      const names = TrainingJobSummaries.map(
        (job: { TrainingJobName: string }) => job.TrainingJobName,
      )
      return { names, NextToken }
    }

    const first = await list({ MaxResults: 2 })
    expect(first.names).toEqual(['a-1', 'a-2'])
    expect(await list({ MaxResults: 2, NextToken: first.NextToken })).toEqual({ names: ['b-1'] })
    expect((await list({ SortBy: 'Name', SortOrder: 'Descending' })).names).toEqual([
      'b-1',
      'a-2',
      'a-1',
    ])
    expect((await list({ NameContains: 'a-' })).names).toEqual(['a-1', 'a-2'])
    expect((await list({ StatusEquals: 'Failed' })).names).toEqual([])
    expect((await list({ CreationTimeAfter: Date.now() / 1000 + 3600 })).names).toEqual([])
    for (const MaxResults of [0, 101]) {
      await expect(list({ MaxResults })).rejects.toMatchObject({ code: 'ValidationException' })
    }
  })
})
