import { describe, expect, it } from 'vitest'
import type { TransformJobOptions } from '../../src/index.ts'
import { transformJobSpec } from '../../src/transform/transform-job-spec.ts'

const context = { jobName: 'j', outputPath: 's3://b/out' }
const csv = { uri: 's3://b/in/', contentType: 'text/csv', splitType: 'Line' } as const
const base: TransformJobOptions = { model: 'm', input: csv }

describe('the request for CreateTransformJob', () => {
  it('says only what it is told, and ends lines where it splits them', () => {
    expect(transformJobSpec({ model: { name: 'm' }, input: csv })(context)).toEqual({
      TransformJobName: 'j',
      ModelName: 'm',
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://b/in/' } },
        ContentType: 'text/csv',
        SplitType: 'Line',
      },
      TransformOutput: { S3OutputPath: 's3://b/out', AssembleWith: 'Line' },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    })
  })

  it('takes what has no option from sdkOptions', () => {
    const sdkOptions = {
      TransformResources: { TransformAmiVersion: 'al2-ami-sagemaker-batch-gpu-535' },
      ExperimentConfig: { TrialName: 't' },
    }
    expect(transformJobSpec({ ...base, sdkOptions })(context)).toMatchObject({
      TransformResources: { InstanceType: 'ml.m5.large', ...sdkOptions.TransformResources },
      ExperimentConfig: { TrialName: 't' },
    })
  })

  it.each<[string, Partial<TransformJobOptions>]>([
    ['one large request at a time', { maxPayloadInMB: 100 }],
    ['as many requests as fit', { maxPayloadInMB: 5, maxConcurrentTransforms: 20 }],
    ['no limit, in chunks', { maxPayloadInMB: 0, maxConcurrentTransforms: 200 }],
    ['what the container says', { maxPayloadInMB: 100, maxConcurrentTransforms: 0 }],
    [
      'a join of JSON Lines and JSON',
      {
        join: 'Input',
        input: { ...csv, contentType: 'application/jsonlines; charset=utf-8' },
        accept: 'application/json',
      },
    ],
    ['filters of all', { inputFilter: '$', outputFilter: '', input: { uri: 's3://b/in/' } }],
    ['an output filter by itself', { outputFilter: '$.label', input: { uri: 's3://b/in/' } }],
    ['a machine that is newer than the SDK', { instanceType: 'ml.m99.large' }],
    [
      'as much environment as there may be',
      { environment: { ['A'.repeat(1024)]: 'x'.repeat(10_240) } },
    ],
  ])('may have %s', (_, options) => {
    expect(() => transformJobSpec({ ...base, ...options })(context)).not.toThrow()
  })

  const many = Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`A${i}`, '']))
  it.each<[Partial<TransformJobOptions>, string]>([
    [{ model: 'no_good' }, 'The model name "no_good" is not legal'],
    [{ input: 'data.csv' }, 'which is not in S3'],
    [{ input: `s3://b/${'x'.repeat(1024)}` }, 'SageMaker takes at most 1024'],
    [{ input: { ...csv, contentType: 'x'.repeat(257) } }, 'contentType'],
    [
      { input: { ...csv, splitType: 'line' as 'Line' } },
      'splitType is "line"; SageMaker takes None, Line, RecordIO, TFRecord.',
    ],
    [{ input: { ...csv, compression: 'gzip' as 'Gzip' } }, 'compression is "gzip"'],
    [{ input: { ...csv, s3DataType: 'AugmentedManifestFile' as 'ManifestFile' } }, 's3DataType'],
    [{ outputPath: 'out' }, '"out" is not an S3 address'],
    [{ accept: 'x'.repeat(257) }, 'accept'],
    [{ assembleWith: 'line' as 'Line' }, 'assembleWith'],
    [{ strategy: 'Multi' as 'MultiRecord' }, 'strategy is "Multi"'],
    [{ strategy: 'MultiRecord', input: { uri: 's3://b/in/' } }, 'give splitType Line'],
    [{ maxConcurrentTransforms: -1 }, 'maxConcurrentTransforms is -1'],
    [{ maxPayloadInMB: 101 }, 'maxPayloadInMB is 101; SageMaker takes whole numbers at most 100.'],
    [
      { maxPayloadInMB: 6, maxConcurrentTransforms: 17 },
      'maxConcurrentTransforms times maxPayloadInMB is 102',
    ],
    [{ instanceType: 'local' as 'ml.m5.large' }, 'instanceType'],
    [{ instanceCount: 0 }, 'instanceCount is 0'],
    [{ environment: many }, 'There are 17 environment variables; SageMaker takes at most 16.'],
    [{ environment: { A: 'x'.repeat(10_241) } }, '10241 characters'],
    [{ join: 'input' as 'Input' }, 'join is "input"'],
    [{ inputFilter: `$${'x'.repeat(63)}` }, 'inputFilter'],
    [{ outputFilter: 'label' }, 'use a JSONPath'],
    [
      { join: 'Input', input: { ...csv, contentType: undefined } },
      'The contentType is missing, and join reads',
    ],
    [{ inputFilter: '$[1:]', input: { ...csv, contentType: 'text/plain' } }, 'inputFilter reads'],
    [{ join: 'Input', input: { ...csv, splitType: 'RecordIO' } }, 'splitType is RecordIO'],
    [{ join: 'Input', accept: 'application/json' }, 'give the same for both'],
    [{ join: 'Input', assembleWith: 'None' }, 'leave out assembleWith'],
    [
      { modelClientConfig: { timeoutInSeconds: 3601 } },
      'modelClientConfig.timeoutInSeconds is 3601',
    ],
    [{ modelClientConfig: { maxRetries: 4 } }, 'modelClientConfig.maxRetries is 4'],
    [{ outputKmsKeyId: 'a key' }, 'outputKmsKeyId'],
    [{ volumeKmsKeyId: '' }, 'volumeKmsKeyId'],
    [{ tags: { 'aws:a': '1' } }, 'aws:'],
  ])('has no %j', (options, words) => {
    expect(() => transformJobSpec({ ...base, ...options })).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringContaining(words) }),
    )
  })
})
