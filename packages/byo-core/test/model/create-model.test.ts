import { describe, expect, it } from 'vitest'
import { createModel, type ModelOptions } from '../../src/index.ts'
import { modelSpec } from '../../src/model/model-spec.ts'
import { awsError, startFakeAws } from '../support/fake-aws.ts'

describe('modelSpec', () => {
  it('leaves out what is not given', () => {
    expect(modelSpec({ image: 'i' }, { name: 'm', roleArn: 'r' })).toEqual({
      ModelName: 'm',
      ExecutionRoleArn: 'r',
      PrimaryContainer: { Image: 'i' },
    })
  })

  it('passes on what is', () => {
    const options = {
      image: { uri: 'i' },
      modelDataUri: 's3://b/m.tar.gz',
      environment: { A: '1' },
      tags: { t: 'v' },
    }

    expect(modelSpec(options, { name: 'm', roleArn: 'r' })).toEqual({
      ModelName: 'm',
      ExecutionRoleArn: 'r',
      PrimaryContainer: { Image: 'i', ModelDataUrl: 's3://b/m.tar.gz', Environment: { A: '1' } },
      Tags: [{ Key: 't', Value: 'v' }],
    })
  })

  it('asks for many models, a network, and what the SDK has besides', () => {
    const options = {
      image: 'i',
      modelDataUri: 's3://b/models/',
      multiModel: true,
      vpc: { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] },
      networkIsolation: true,
      sdkOptions: {
        PrimaryContainer: { MultiModelConfig: { ModelCacheSetting: 'Disabled' } },
      },
    } as const

    expect(modelSpec(options, { name: 'm', roleArn: 'r' })).toEqual({
      ModelName: 'm',
      ExecutionRoleArn: 'r',
      PrimaryContainer: {
        Image: 'i',
        ModelDataUrl: 's3://b/models/',
        Mode: 'MultiModel',
        MultiModelConfig: { ModelCacheSetting: 'Disabled' },
      },
      VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
      EnableNetworkIsolation: true,
    })
  })

  it('has the image of a registry in a VPC', () => {
    const imageConfig = {
      repositoryAccessMode: 'Vpc',
      repositoryCredentialsProviderArn: 'arn:aws:lambda:eu-west-1:123456789012:function:login',
    } as const

    expect(modelSpec({ image: 'i', imageConfig }, { name: 'm', roleArn: 'r' })).toMatchObject({
      PrimaryContainer: {
        Image: 'i',
        ImageConfig: {
          RepositoryAccessMode: 'Vpc',
          RepositoryAuthConfig: {
            RepositoryCredentialsProviderArn: imageConfig.repositoryCredentialsProviderArn,
          },
        },
      },
    })
  })

  it('makes a pipeline of containers', () => {
    const containers = [
      { image: 'a', hostname: 'first' },
      { image: { uri: 'b' }, hostname: 'second' },
    ]

    expect(modelSpec({ containers }, { name: 'm', roleArn: 'r' })).toEqual({
      ModelName: 'm',
      ExecutionRoleArn: 'r',
      Containers: [
        { Image: 'a', ContainerHostname: 'first' },
        { Image: 'b', ContainerHostname: 'second' },
      ],
    })
  })
})

describe('createModel', () => {
  const taken = awsError('ValidationException', 'Cannot create already existing model "arn:m".')

  it('names the model itself when nobody else does', async () => {
    await using aws = await startFakeAws({ CreateModel: [{ body: { ModelArn: 'arn:m' } }] })

    const model = await createModel(aws.session, { image: 'i' })

    expect(model).toEqual({ name: expect.stringMatching(/^model-20261122-/), arn: 'arn:m' })
  })

  it('knows its own model again when the answer of the first attempt was lost [G099]', async () => {
    await using aws = await startFakeAws({
      CreateModel: [{ drop: true }, taken],
      DescribeModel: [{ body: { ModelArn: 'arn:m', PrimaryContainer: { Image: 'i' } } }],
    })

    await expect(createModel(aws.session, { image: 'i', name: 'm' })).resolves.toEqual({
      name: 'm',
      arn: 'arn:m',
    })
  })

  it('never takes over a model that was there before', async () => {
    await using aws = await startFakeAws({ CreateModel: [taken] })

    await expect(createModel(aws.session, { image: 'i', name: 'm' })).rejects.toMatchObject({
      code: 'name-taken',
    })
  })

  it.each([
    [
      'Unsupported manifest media type application/vnd.oci.image.manifest.v1+json for image i.',
      'image-refused',
      'publishImage',
    ],
    ['Could not find model data at s3://b/m.tar.gz.', 'model-data-not-found', 's3:GetObject'],
    ['Requested image i not found.', 'request-refused', 'Requested image i not found.'],
  ])('tells by its code what "%s" means, and what to do', async (words, code, advice) => {
    await using aws = await startFakeAws({ CreateModel: [awsError('ValidationException', words)] })

    await expect(createModel(aws.session, { image: 'i' })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
      operation: 'CreateModel',
      awsMessage: words,
      statusCode: 400,
    })
    await expect(createModel(aws.session, { image: 'i' })).rejects.toThrow(advice)
  })

  const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`V${i}`, 'x']))
  it.each<[ModelOptions, string]>([
    [{ containers: [] }, 'takes 1 to 15'],
    [{ containers: [{ image: 'a', hostname: 'x' }, { image: 'b' }] }, 'a hostname of its own'],
    [{ containers: [{ image: 'a', hostname: 'a_b' }] }, 'container name "a_b"'],
    [{ image: 'an image' }, 'without spaces'],
    [{ image: 'i'.repeat(256) }, 'at most 255'],
    [{ image: 'i', modelDataUri: './model' }, 'is not in S3'],
    [{ image: 'i', multiModel: true }, 'prefix of the archives'],
    [{ image: 'i', environment: { '1A': '' } }, 'variable "1A" is not legal'],
    [{ image: 'i', environment: { A: 'x'.repeat(1025) } }, 'has 1025 characters'],
    [{ image: 'i', environment: many }, 'There are 101 environment variables'],
    [{ image: 'i', imageConfig: { repositoryAccessMode: 'Vpc' } }, 'reach it in vpc'],
    [
      {
        containers: [{ image: 'i' }, { image: 'j', imageConfig: { repositoryAccessMode: 'Vpc' } }],
      },
      'reach it in vpc',
    ],
    [{ image: 'i', vpc: { subnets: [], securityGroupIds: ['sg'] } }, 'takes 1 to 16'],
    [{ image: 'i', vpc: { subnets: ['s'], securityGroupIds: [] } }, 'takes 1 to 5'],
  ])('refuses %j before it asks for anything', async (options, words) => {
    await using aws = await startFakeAws({})

    await expect(createModel(aws.session, options)).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining(words),
    })
    expect(aws.requests).toEqual([])
  })
})
