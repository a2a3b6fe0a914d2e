import { describe, expect, it } from 'vitest'
import { trainingJobSpec } from '../../src/training/training-job-spec.ts'

const context = { jobName: 'iris-1', roleArn: 'arn:aws:iam::1:role/r', outputPath: 's3://b/byo' }

describe('trainingJobSpec', () => {
  it('asks for a small machine and an hour at most', () => {
    expect(
      trainingJobSpec({ image: { uri: 'i' }, channels: { train: { uri: 's3://b/t/' } } }, context),
    ).toEqual({
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
  })

  it('passes on what is chosen', () => {
    const spec = trainingJobSpec(
      {
        image: 'i',
        instanceType: 'ml.c5.xlarge',
        instanceCount: 2,
        volumeSizeInGB: 50,
        maxRuntimeInSeconds: 60,
        environment: { A: '1' },
        tags: { team: 'iris' },
      },
      context,
    )

    expect(spec).toMatchObject({
      ResourceConfig: { InstanceType: 'ml.c5.xlarge', InstanceCount: 2, VolumeSizeInGB: 50 },
      StoppingCondition: { MaxRuntimeInSeconds: 60 },
      Environment: { A: '1' },
      Tags: [{ Key: 'team', Value: 'iris' }],
    })
    expect(spec).not.toHaveProperty('InputDataConfig')
  })

  it('refuses channels that SageMaker would refuse', () => {
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`c${i}`, 's3://b/']))

    expect(() => trainingJobSpec({ image: 'i', channels: many }, context)).toThrow('at most 20')
    expect(() => trainingJobSpec({ image: 'i', channels: { 'a b': 's3://b/' } }, context)).toThrow(
      '"a b" is not a channel\'s name',
    )
    expect(() => trainingJobSpec({ image: 'i', channels: { a: 'iris.csv' } }, context)).toThrow(
      'uploadChannel',
    )
  })
})
