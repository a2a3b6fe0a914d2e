import { describe, expect, it } from 'vitest'
import { createModel, modelArchive } from '../../support/endpoints.ts'
import {
  createTransformModel,
  input,
  output,
  transform,
  transformJob,
  waitForTransform,
} from '../../support/transforms.ts'
import { bucket, type PlatformUnderTest, usePlatform } from '../../support/with-platform.ts'

const opened = usePlatform()
const arn = 'arn:aws:sagemaker:us-east-1:000000000000'

/** A platform with a model and an object to transform. */
async function prepared(): Promise<PlatformUnderTest> {
  const test = opened()
  await createTransformModel(test)
  await test.put('in/a.csv', '1,2\n')
  return test
}

/** The error with which a changed request is refused. */
function refusalOf(test: PlatformUnderTest, changes: object): Promise<string> {
  return test.sageMaker('CreateTransformJob', transformJob(changes)).then(
    () => 'accepted',
    ({ code, message }) => `${code}: ${message}`,
  )
}

describe('CreateTransformJob', () => {
  it('answers with an ARN in lower case, and refuses a name that is taken', async () => {
    const test = await prepared()
    const request = transformJob({ TransformJobName: 'Iris--1' })
    expect(await test.sageMaker('CreateTransformJob', request)).toEqual({
      TransformJobArn: `${arn}:transform-job/iris--1`,
    })
    expect(await refusalOf(test, { TransformJobName: 'iris--1' })).toBe(
      `ResourceInUse: Job name must be unique within an AWS account and region, and a job with this name already exists (${arn}:transform-job/iris--1)`,
    )
    await waitForTransform(test, undefined, 'Iris--1')
  })

  it('refuses what the API model does not allow, in AWS’s words', async () => {
    const test = await prepared()
    const Environment = Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`K${i}`, '']))
    const cases = {
      "Value 'bad_name!' at 'transformJobName' failed to satisfy constraint: Member must satisfy regular expression pattern":
        { TransformJobName: 'bad_name!' },
      "Value null at 'transformOutput' failed to satisfy constraint: Member must not be null": {
        TransformOutput: undefined,
      },
      "Value 'local' at 'transformResources.instanceType' failed to satisfy constraint: Member must satisfy enum value set":
        { TransformResources: { InstanceType: 'local', InstanceCount: 1 } },
      "Value '4' at 'modelClientConfig.invocationsMaxRetries' failed to satisfy constraint: Member must have value less than or equal to 3":
        { ModelClientConfig: { InvocationsMaxRetries: 4 } },
      "at 'environment' failed to satisfy constraint: Member must have length less than or equal to 16":
        { Environment },
      "Value 'Words' at 'transformInput.splitType' failed to satisfy constraint": {
        TransformInput: input({ SplitType: 'Words' }),
      },
    }
    for (const [text, changes] of Object.entries(cases)) {
      const refusal = await refusalOf(test, changes)
      expect(refusal).toMatch(/^ValidationException: 1 validation error detected: /)
      expect(refusal).toContain(text)
    }
  })

  it('refuses a model, objects and a bucket that are not there', async () => {
    const test = await prepared()
    expect(await refusalOf(test, { ModelName: 'none' })).toBe(
      `ValidationException: Could not find model "${arn}:model/none".`,
    )
    expect(
      await refusalOf(test, { TransformInput: input({}, `s3://${bucket}/nothing`) }),
    ).toContain(
      `ValidationException: No S3 objects found under S3 URL "s3://${bucket}/nothing" given in input data source.`,
    )
    const TransformOutput = output({ S3OutputPath: 's3://no-bucket/out' })
    expect(await refusalOf(test, { TransformOutput })).toBe(
      'ValidationException: The TransformOutput S3 bucket of "s3://no-bucket/out" does not exist.',
    )
  })

  it('refuses more payload, and more of it at once, than 100 MB', async () => {
    const test = await prepared()
    expect(await refusalOf(test, { MaxPayloadInMB: 101 })).toBe(
      'ValidationException: MaxPayloadInMB is 101; it must be less than or equal to 100.',
    )
    expect(await refusalOf(test, { MaxPayloadInMB: 10, MaxConcurrentTransforms: 11 })).toBe(
      'ValidationException: MaxConcurrentTransforms * MaxPayloadInMB is 110; it must be less than or equal to 100.',
    )
    const TransformResources = { InstanceType: 'ml.m5.large', InstanceCount: 21 }
    expect(await refusalOf(test, { TransformResources })).toMatch(
      /^ResourceLimitExceeded: The account-level service limit 'ml\.m5\.large for transform job usage' is 20 Instances/,
    )
  })

  it('refuses models that batch transform cannot run', async () => {
    const test = await prepared()
    const S3Uri = await modelArchive(test, { 'model.txt': 'm' })
    const Image = test.images.addProgram('transforms')
    const S3DataSource = { S3Uri, S3DataType: 'S3Object', CompressionType: 'Gzip' }
    await test.sageMaker('CreateModel', {
      ModelName: 'sourced',
      PrimaryContainer: { Image, ModelDataSource: { S3DataSource } },
    })
    expect(await refusalOf(test, { ModelName: 'sourced' })).toContain(
      "SageMaker Batch currently doesn't support Model entity with container definitions which use ModelDataSource attribute",
    )
    const label = 'com.amazonaws.sagemaker.capabilities.multi-models'
    await test.sageMaker('CreateModel', {
      ModelName: 'many',
      PrimaryContainer: {
        Image: test.images.addProgram('many-models', label),
        Mode: 'MultiModel',
        ModelDataUrl: `s3://${bucket}/models/`,
      },
    })
    expect(await refusalOf(test, { ModelName: 'many' })).toContain('Mode MultiModel, which batch')
  })

  it('refuses data that it does not read, and what this emulator lacks, by name', async () => {
    const test = await prepared()
    const S3DataSource = { S3DataType: 'AugmentedManifestFile', S3Uri: `s3://${bucket}/in/a.csv` }
    const filtered = { DataProcessing: { InputFilter: '$[1:]' } }
    const cases = {
      'S3DataType AugmentedManifestFile is not supported for a transform job': {
        TransformInput: input({ DataSource: { S3DataSource } }),
      },
      'DataCaptureConfig of a transform job is not available in this local emulator.': {
        DataCaptureConfig: { DestinationS3Uri: `s3://${bucket}/capture` },
      },
      'the ContentType must be one of text/csv, application/json, application/jsonlines, and it is text/plain':
        { ...filtered, TransformInput: input({ ContentType: 'text/plain' }) },
      'and it is missing': { ...filtered, TransformInput: input({ ContentType: undefined }) },
      'DataProcessing reads CSV and JSON only, and SplitType is TFRecord': {
        ...filtered,
        TransformInput: input({ SplitType: 'TFRecord' }),
      },
    }
    for (const [text, changes] of Object.entries(cases)) {
      expect(await refusalOf(test, changes)).toContain(text)
    }
  })
})

describe('DescribeTransformJob', () => {
  it("shows what was asked, SageMaker's defaults and the times", async () => {
    const test = await prepared()
    const asked = {
      TransformInput: input({ SplitType: undefined }),
      TransformOutput: output({ AssembleWith: undefined }),
      ExperimentConfig: { ExperimentName: 'experiment' },
      Environment: { A: 'b' },
    }
    const job = await transform(test, { ...asked, Tags: [{ Key: 'a', Value: 'b' }] })
    expect(job).toMatchObject({
      TransformJobName: 'job',
      TransformJobArn: `${arn}:transform-job/job`,
      TransformJobStatus: 'Completed',
      ModelName: 'model',
      ModelClientConfig: { InvocationsMaxRetries: 0 },
      TransformInput: { CompressionType: 'None', SplitType: 'None', ContentType: 'text/csv' },
      TransformOutput: { AssembleWith: 'None', KmsKeyId: '' },
      DataProcessing: { InputFilter: '$', OutputFilter: '$', JoinSource: 'None' },
      ExperimentConfig: { ExperimentName: 'experiment' },
      Environment: { A: 'b' },
    })
    expect(job).not.toHaveProperty('Tags')
    expect(await test.sageMaker('ListTags', { ResourceArn: job.TransformJobArn })).toEqual({
      Tags: [{ Key: 'a', Value: 'b' }],
    })
    const more = { ResourceArn: job.TransformJobArn, Tags: [{ Key: 'c', Value: 'd' }] }
    expect((await test.sageMaker('AddTags', more)).Tags).toHaveLength(2)
  })

  it('does not find a job that is not there, nor does StopTransformJob', async () => {
    for (const operation of ['DescribeTransformJob', 'StopTransformJob']) {
      await expect(
        opened().sageMaker(operation, { TransformJobName: 'nope' }),
      ).rejects.toMatchObject({
        code: 'ValidationException',
        message: 'Could not find requested job with name: nope',
      })
    }
  })

  it('runs on what the model was when the job was made', async () => {
    const test = await prepared()
    await test.sageMaker('CreateTransformJob', transformJob())
    await test.sageMaker('DeleteModel', { ModelName: 'model' })
    await createModel(test, 'model', test.images.addProgram('serve-exits'))
    expect((await waitForTransform(test)).TransformJobStatus).toBe('Completed')
  })
})

describe('ListTransformJobs', () => {
  it('pages, filters and sorts, newest first', async () => {
    const test = await prepared()
    await test.put('bad/a.csv', 'bad\n')
    for (const TransformJobName of ['a-1', 'a-2', 'b-1']) {
      const TransformInput = input(
        {},
        `s3://${bucket}/${TransformJobName === 'a-2' ? 'bad' : 'in'}`,
      )
      await test.sageMaker('CreateTransformJob', transformJob({ TransformJobName, TransformInput }))
      await waitForTransform(test, undefined, TransformJobName)
    }
    const list = async (asked: object) => {
      const { TransformJobSummaries, NextToken } = await test.sageMaker('ListTransformJobs', asked)
      const names = TransformJobSummaries.map(
        (one: { TransformJobName: string }) => one.TransformJobName,
      )
      return { names, NextToken, TransformJobSummaries }
    }

    const first = await list({ MaxResults: 2 })
    expect(first.names).toEqual(['b-1', 'a-2'])
    expect((await list({ MaxResults: 2, NextToken: first.NextToken })).names).toEqual(['a-1'])
    const byName = { SortBy: 'Name', SortOrder: 'Ascending' }
    expect((await list(byName)).names).toEqual(['a-1', 'a-2', 'b-1'])
    expect((await list({ NameContains: 'b-' })).names).toEqual(['b-1'])
    const failed = await list({ StatusEquals: 'Failed' })
    expect(failed.TransformJobSummaries).toEqual([
      {
        TransformJobName: 'a-2',
        TransformJobArn: `${arn}:transform-job/a-2`,
        TransformJobStatus: 'Failed',
        CreationTime: expect.any(Number),
        LastModifiedTime: expect.any(Number),
        TransformEndTime: expect.any(Number),
        FailureReason: expect.stringContaining('bad/a.csv could not be transformed'),
      },
    ])
    const { CreationTime, LastModifiedTime } = first.TransformJobSummaries[0]
    expect((await list({ CreationTimeBefore: CreationTime })).names).toEqual(['a-2', 'a-1'])
    expect((await list({ LastModifiedTimeAfter: LastModifiedTime - 0.001 })).names).toEqual(['b-1'])
  })
})
