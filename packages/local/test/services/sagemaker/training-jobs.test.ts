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

  it('refuses what this emulator lacks by name instead of doing without it', async () => {
    const test = opened()
    const uri = await test.put('data/a.csv', 'a')
    const converse = channel('train', uri)
    converse.DataSource.S3DataSource.S3DataType = 'Converse'
    const rule = { RuleConfigurationName: 'rule', RuleEvaluatorImage: 'image' }
    const lacking = {
      DebugRuleConfigurations: { DebugRuleConfigurations: [rule] },
      RemoteDebugConfig: { RemoteDebugConfig: { EnableRemoteDebug: true } },
      Converse: { InputDataConfig: [converse] },
      'file system': {
        InputDataConfig: [
          {
            ChannelName: 'train',
            DataSource: {
              FileSystemDataSource: {
                FileSystemId: 'fs-0123456789a',
                FileSystemAccessMode: 'ro',
                FileSystemType: 'EFS',
                DirectoryPath: '/data',
              },
            },
          },
        ],
      },
      AlgorithmName: { AlgorithmSpecification: { AlgorithmName: 'a', TrainingInputMode: 'File' } },
      'without an InstanceType': { ResourceConfig: { VolumeSizeInGB: 1 } },
    }

    for (const [name, changes] of Object.entries(lacking)) {
      const text = await refusalOf(test, changes)
      expect(text).toMatch(/^ValidationException: .* is not available in this local emulator\.$/)
      expect(text).toContain(name)
    }
  })

  it('takes what is described and not run, as SDKs send it unasked', async () => {
    const test = opened()
    const asked = {
      ProfilerConfig: { DisableProfiler: true },
      DebugHookConfig: { S3OutputPath: `s3://${bucket}/debug`, CollectionConfigurations: [] },
      TensorBoardOutputConfig: { S3OutputPath: `s3://${bucket}/board` },
      ExperimentConfig: { ExperimentName: 'experiment' },
      VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1'] },
      RemoteDebugConfig: { EnableRemoteDebug: false },
      InfraCheckConfig: { EnableInfraCheck: true },
    }
    const request = { ...asked, SessionChainingConfig: { EnableSessionTagChaining: true } }
    expect(await refusalOf(test, request)).toBe('accepted')

    const job = await waitForJob(test)
    expect(job).toMatchObject({ TrainingJobStatus: 'Completed', ...asked })
    expect(job.ProfilingStatus).toBe('Disabled')
    // DescribeTrainingJob has no such member.
    expect(job).not.toHaveProperty('SessionChainingConfig')
  })

  it('refuses a role that is none, and a tag too many, in AWS’s words', async () => {
    const test = opened()
    expect(await refusalOf(test, { RoleArn: 'arn:aws:iam::000000000000:user/Someone' })).toBe(
      "ValidationException: 1 validation error detected: Value 'arn:aws:iam::000000000000:user/Someone' at 'roleArn' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+",
    )
    const Tags = Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: '' }))
    expect(await refusalOf(test, { Tags })).toContain(
      "at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
    )
  })

  it('refuses more instances than it can stand, and none', async () => {
    const test = opened()
    const instances = (InstanceCount: number) => ({
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount, VolumeSizeInGB: 1 },
    })
    expect(await refusalOf(test, instances(1000))).toMatch(
      /^ResourceLimitExceeded: The account-level service limit 'ml\.m5\.large for training job usage' is 20 Instances, with current utilization of 0 Instances and a request delta of 1000 Instances\./,
    )
    expect(await refusalOf(test, instances(0))).toMatch(/^ValidationException: InstanceCount/)
  })

  it('refuses instance groups that contradict themselves or the channels', async () => {
    const test = opened()
    const uri = await test.put('data/a.csv', 'a')
    const group = { InstanceGroupName: 'a', InstanceType: 'ml.m5.large', InstanceCount: 1 }
    const astray = channel('train', uri)
    astray.DataSource.S3DataSource.InstanceGroupNames = ['b']
    const cases = {
      'together with InstanceType': { ResourceConfig: { ...group, InstanceGroups: [group] } },
      'must be unique': { ResourceConfig: { InstanceGroups: [group, group] } },
      'unknown instance group "b"': {
        ResourceConfig: { InstanceGroups: [group] },
        InputDataConfig: [astray],
      },
    }
    for (const [text, changes] of Object.entries(cases)) {
      expect(await refusalOf(test, changes)).toContain(text)
    }
  })

  it('refuses channels of one name, and what an input mode cannot do', async () => {
    const test = opened()
    const uri = await test.put('data/a.csv', 'a')
    const of = (S3DataType: string, changes: object, more: object = {}) => ({
      ChannelName: 'train',
      DataSource: { S3DataSource: { S3DataType, S3Uri: uri, ...more } },
      ...changes,
    })
    const cases = {
      'more than one channel "train"': [channel('train', uri), channel('train', uri)],
      'Gzip is supported in Pipe input mode only': [of('S3Prefix', { CompressionType: 'Gzip' })],
      'RecordIO is supported in Pipe input mode only': [
        of('S3Prefix', { RecordWrapperType: 'RecordIO' }),
      ],
      'AugmentedManifestFile is supported in Pipe input mode only': [
        of('AugmentedManifestFile', {}, { AttributeNames: ['a'] }),
      ],
      'AugmentedManifestFile needs AttributeNames': [
        of('AugmentedManifestFile', { InputMode: 'Pipe' }),
      ],
      'supports S3DataType S3Prefix only': [of('ManifestFile', { InputMode: 'FastFile' })],
    }
    for (const [text, InputDataConfig] of Object.entries(cases)) {
      expect(await refusalOf(test, { InputDataConfig })).toContain(text)
    }
  })

  it('refuses a manifest that is not there, though its name begins another', async () => {
    const test = opened()
    await test.put('list.manifest', '[]')
    const S3DataSource = { S3DataType: 'ManifestFile', S3Uri: `s3://${bucket}/list` }
    const InputDataConfig = [{ ChannelName: 'train', DataSource: { S3DataSource } }]
    expect(await refusalOf(test, { InputDataConfig })).toContain('No S3 objects found')
  })

  it('refuses a metric whose expression is none', async () => {
    const test = opened()
    const TrainingImage = test.images.addProgram('trains-ok')
    const MetricDefinitions = [{ Name: 'loss', Regex: 'loss=(' }]
    const AlgorithmSpecification = { TrainingImage, TrainingInputMode: 'File', MetricDefinitions }
    expect(await refusalOf(test, { AlgorithmSpecification })).toMatch(
      /^ValidationException: The Regex "loss=\(" of metric "loss" cannot be used: Invalid regular expression/,
    )
  })

  it('refuses a job that may run for more than 28 days', async () => {
    const StoppingCondition = { MaxRuntimeInSeconds: 2_419_201 }
    expect(await refusalOf(opened(), { StoppingCondition })).toContain('MaxRuntimeInSeconds')
  })

  it('refuses a spot job that may wait for less than it may run [G038]', async () => {
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

describe('UpdateTrainingJob', () => {
  it('changes what is described of the profiler while the job runs, and only then', async () => {
    const test = opened()
    const ProfilerConfig = { ProfilingIntervalInMilliseconds: 500 }
    await test.sageMaker(
      'CreateTrainingJob',
      trainingJob(test.images.addProgram('saves-on-sigterm'), { ProfilerConfig }),
    )
    const name = { TrainingJobName: 'job' }
    const update = { ...name, ProfilerConfig: { DisableProfiler: true } }
    expect(await test.sageMaker('UpdateTrainingJob', update)).toEqual({
      TrainingJobArn: 'arn:aws:sagemaker:us-east-1:000000000000:training-job/job',
    })
    expect(await test.sageMaker('DescribeTrainingJob', name)).toMatchObject({
      ProfilerConfig: { DisableProfiler: true },
      ProfilingStatus: 'Disabled',
    })

    await test.sageMaker('StopTrainingJob', name)
    await waitForJob(test)
    await expect(test.sageMaker('UpdateTrainingJob', update)).rejects.toThrow(
      'the training job is in status Stopped',
    )
    await expect(test.sageMaker('UpdateTrainingJob', { TrainingJobName: 'nope' })).rejects.toThrow(
      'Requested resource not found.',
    )
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
