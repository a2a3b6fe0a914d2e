import { describe, expect, it } from 'vitest'
import type { TrainingOptions } from '../../src/index.ts'
import { trainingJobSpec } from '../../src/training/training-job-spec.ts'

const context = { jobName: 'iris-1', roleArn: 'arn:aws:iam::1:role/r', outputPath: 's3://b/byo' }

/** The request for a job with an image and these options. */
function spec(options: Partial<TrainingOptions>) {
  return trainingJobSpec({ image: 'i', ...options })(context)
}

const lambda = 'arn:aws:lambda:eu-west-1:123456789012:function:login'

describe('trainingJobSpec', () => {
  it('asks for a small machine and an hour at most', () => {
    expect(spec({ image: { uri: 'i' }, channels: { train: { uri: 's3://b/t/' } } })).toEqual({
      TrainingJobName: 'iris-1',
      RoleArn: 'arn:aws:iam::1:role/r',
      AlgorithmSpecification: { TrainingImage: 'i', TrainingInputMode: 'File' },
      HyperParameters: {},
      InputDataConfig: [
        {
          ChannelName: 'train',
          DataSource: {
            S3DataSource: {
              S3DataType: 'S3Prefix',
              S3Uri: 's3://b/t/',
              S3DataDistributionType: 'FullyReplicated',
            },
          },
        },
      ],
      OutputDataConfig: { S3OutputPath: 's3://b/byo' },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 },
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    })
    expect(spec({})).not.toHaveProperty('InputDataConfig')
  })

  it('passes on what is chosen', () => {
    expect(
      spec({
        inputMode: 'Pipe',
        instanceType: 'ml.c5.xlarge',
        instanceCount: 2,
        volumeSizeInGB: 50,
        maxRuntimeInSeconds: 60,
        spot: { maxWaitInSeconds: 60 },
        checkpoints: { uri: 's3://b/state', localPath: '/opt/ml/state' },
        maxRetryAttempts: 3,
        metricDefinitions: { loss: 'loss=(.*)', rsq: /rsq: ([\d.]+)\/1/ },
        environment: { A: '1' },
        vpc: { subnets: ['subnet-1'], securityGroupIds: ['sg-1', 'sg-2'] },
        imageConfig: { repositoryAccessMode: 'Vpc', repositoryCredentialsProviderArn: lambda },
        networkIsolation: true,
        encryptInterContainerTraffic: true,
        outputKmsKeyId: 'alias/out',
        volumeKmsKeyId: 'arn:aws:kms:eu-west-1:1:key/k',
        entrypoint: ['node', 'x.mjs'],
        arguments: ['train', ''],
        tags: { team: 'iris' },
      }),
    ).toEqual({
      TrainingJobName: 'iris-1',
      RoleArn: 'arn:aws:iam::1:role/r',
      AlgorithmSpecification: {
        TrainingImage: 'i',
        TrainingImageConfig: {
          TrainingRepositoryAccessMode: 'Vpc',
          TrainingRepositoryAuthConfig: { TrainingRepositoryCredentialsProviderArn: lambda },
        },
        TrainingInputMode: 'Pipe',
        MetricDefinitions: [
          { Name: 'loss', Regex: 'loss=(.*)' },
          { Name: 'rsq', Regex: 'rsq: ([\\d.]+)\\/1' },
        ],
        ContainerEntrypoint: ['node', 'x.mjs'],
        ContainerArguments: ['train', ''],
      },
      HyperParameters: {},
      OutputDataConfig: { S3OutputPath: 's3://b/byo', KmsKeyId: 'alias/out' },
      ResourceConfig: {
        InstanceType: 'ml.c5.xlarge',
        InstanceCount: 2,
        VolumeSizeInGB: 50,
        VolumeKmsKeyId: 'arn:aws:kms:eu-west-1:1:key/k',
      },
      StoppingCondition: { MaxRuntimeInSeconds: 60, MaxWaitTimeInSeconds: 60 },
      EnableManagedSpotTraining: true,
      CheckpointConfig: { S3Uri: 's3://b/state', LocalPath: '/opt/ml/state' },
      RetryStrategy: { MaximumRetryAttempts: 3 },
      Environment: { A: '1' },
      VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1', 'sg-2'] },
      EnableNetworkIsolation: true,
      EnableInterContainerTrafficEncryption: true,
      Tags: [{ Key: 'team', Value: 'iris' }],
    })
  })

  it('waits an hour for a spot machine, and keeps a warm one when told to', () => {
    expect(spec({ spot: true, maxRuntimeInSeconds: 60 })).toMatchObject({
      EnableManagedSpotTraining: true,
      StoppingCondition: { MaxRuntimeInSeconds: 60, MaxWaitTimeInSeconds: 3660 },
    })
    expect(spec({ spot: false, keepAliveInSeconds: 600 })).toMatchObject({
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
      ResourceConfig: { KeepAlivePeriodInSeconds: 600 },
    })
  })

  it('lays members of the SDK over the request', () => {
    expect(
      spec({
        volumeSizeInGB: 20,
        sdkOptions: {
          ResourceConfig: { InstanceCount: 5 },
          RemoteDebugConfig: { EnableRemoteDebug: true },
        },
      }),
    ).toMatchObject({
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 5, VolumeSizeInGB: 20 },
      RemoteDebugConfig: { EnableRemoteDebug: true },
    })
  })

  it('leaves its own machine out where the SDK is told of groups', () => {
    const InstanceGroups = [
      { InstanceGroupName: 'a', InstanceType: 'ml.m5.large', InstanceCount: 2 } as const,
    ]

    expect(spec({ sdkOptions: { ResourceConfig: { InstanceGroups } } }).ResourceConfig).toEqual({
      InstanceGroups,
      VolumeSizeInGB: 10,
    })
  })

  it('takes machines that the SDK does not know yet, and no "local" [G012]', () => {
    expect(spec({ instanceType: 'ml.m99.huge' })).toMatchObject({
      ResourceConfig: { InstanceType: 'ml.m99.huge' },
    })
    // @ts-expect-error: jobs run where the session's endpoint is
    expect(() => spec({ instanceType: 'local' })).toThrow(
      'instanceType "local" is not legal: use a machine of SageMaker, such as ml.m5.large.',
    )
  })

  it('sends values of every type as strings [G008]', () => {
    const hyperparameters = { degree: 2, trace: false, allowed: ['a', 'b'], nested: { x: null } }

    expect(spec({ hyperparameters }).HyperParameters).toEqual({
      degree: '2',
      trace: 'false',
      allowed: '["a","b"]',
      nested: '{"x":null}',
    })
  })

  const texts = (count: number) => Array.from({ length: count }, (_, i) => `x${i}`)
  const record = (count: number) => Object.fromEntries(texts(count).map((key) => [key, 'v']))
  const long = (length: number) => 'x'.repeat(length)

  it.each<[Partial<TrainingOptions>, string]>([
    [{ image: long(256) }, '256 characters; SageMaker takes 1 to 255'],
    [{ instanceCount: 0 }, 'instanceCount is 0; SageMaker takes whole numbers from 1'],
    [{ instanceCount: 1.5 }, 'instanceCount is 1.5'],
    [{ volumeSizeInGB: Number.NaN }, 'volumeSizeInGB is NaN'],
    [{ maxRuntimeInSeconds: 0 }, 'whole numbers 1 to 2419200'],
    [{ maxRuntimeInSeconds: 2_419_201 }, 'whole numbers 1 to 2419200'],
    [{ spot: { maxWaitInSeconds: 3599 } }, 'maxWaitInSeconds is 3599, less than maxRuntime'],
    [{ spot: true, keepAliveInSeconds: 1 }, 'keeps no spot machines'],
    [
      { keepAliveInSeconds: 21_601 },
      'keepAliveInSeconds is 21601; SageMaker takes whole numbers at most 21600',
    ],
    [{ keepAliveInSeconds: -1 }, 'keepAliveInSeconds is -1'],
    [{ maxRetryAttempts: 0 }, 'whole numbers 1 to 30'],
    [{ maxRetryAttempts: 31 }, 'whole numbers 1 to 30'],
    [{ metricDefinitions: record(41) }, '41 metric definitions; SageMaker takes at most 40'],
    [{ metricDefinitions: { [long(256)]: '(.)' } }, '256 characters; SageMaker takes 1 to 255'],
    [{ metricDefinitions: { m: long(501) } }, '501 characters; SageMaker takes 1 to 500'],
    [{ metricDefinitions: { m: '' } }, '0 characters; SageMaker takes 1 to 500'],
    [{ metricDefinitions: { m: /loss/gi } }, 'has the flags "gi"'],
    [{ environment: record(101) }, '101 environment variables; SageMaker takes at most 100'],
    [{ environment: { '1A': '' } }, 'with no digit at the front'],
    [{ environment: { A: long(513) } }, '513 characters; SageMaker takes at most 512'],
    [{ environment: { [long(513)]: '' } }, '513 characters; SageMaker takes at most 512'],
    [{ vpc: { subnets: [], securityGroupIds: ['s'] } }, '0 subnets; SageMaker takes 1 to 16'],
    [{ vpc: { subnets: texts(17), securityGroupIds: ['s'] } }, '17 subnets'],
    [
      { vpc: { subnets: ['s'], securityGroupIds: texts(6) } },
      '6 security groups; SageMaker takes 1 to 5',
    ],
    [{ vpc: { subnets: ['a b'], securityGroupIds: ['s'] } }, 'letters, digits and hyphens'],
    [{ imageConfig: { repositoryAccessMode: 'Vpc' } }, 'reach it in vpc'],
    [{ outputKmsKeyId: 'a key' }, 'outputKmsKeyId "a key" is not legal'],
    [{ volumeKmsKeyId: long(2049) }, 'SageMaker takes 1 to 2048'],
    [{ entrypoint: [] }, '0 words in entrypoint; SageMaker takes 1 to 100'],
    [{ arguments: [long(257)] }, '257 characters; SageMaker takes at most 256'],
    [{ arguments: texts(101) }, '101 words in arguments'],
    [{ tags: record(51) }, '51 tags; SageMaker takes at most 50'],
    [{ tags: { 'a*b': '' } }, 'The tag "a*b" is not legal'],
    [{ tags: { a: long(257) } }, 'SageMaker takes at most 256'],
    [{ outputPath: 'byo' }, '"byo" is not an S3 address'],
    [{ outputPath: `s3://b/${long(1024)}` }, '1031 characters; SageMaker takes at most 1024'],
    [{ checkpoints: { uri: '/tmp' } }, '"/tmp" is not an S3 address'],
    [{ checkpoints: { uri: 's3://b/c', localPath: 'state' } }, 'use a full path'],
    [{ hyperparameters: record(101) }, '101 hyperparameters; SageMaker takes at most 100'],
  ])('refuses %j with the limit', (options, words) => {
    expect(() => spec(options)).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringContaining(words) }),
    )
  })

  it('takes the limits themselves', () => {
    expect(() =>
      spec({
        image: long(255),
        maxRuntimeInSeconds: 2_419_200,
        spot: { maxWaitInSeconds: 2_419_200 },
        keepAliveInSeconds: 0,
        maxRetryAttempts: 30,
        metricDefinitions: { ...record(39), [long(255)]: long(500) },
        environment: { ...record(99), [long(512)]: long(512) },
        vpc: { subnets: texts(16), securityGroupIds: texts(5) },
        entrypoint: [...texts(99), long(256)],
        tags: { ...record(49), 'Größe: a/b=c@d': long(256) },
        outputPath: `s3://b/${long(1017)}`,
      }),
    ).not.toThrow()
  })
})
