import { describe, expect, it } from 'vitest'
import {
  attachTransformJob,
  createLedger,
  startTransform,
  TransformError,
} from '../../src/index.ts'
import { collect, startBatchSession } from '../support/batch-session.ts'
import { awsError, type FakeOperation, startFakeAws } from '../support/fake-aws.ts'

const inUse = awsError('ResourceInUse', 'Job name must be unique within an AWS account and region')
const outputPath = 's3://sagemaker-eu-west-1-123456789012/byo/Iris/output'

function jobThere(ModelName: string) {
  return {
    body: {
      TransformJobArn: 'arn:there',
      ModelName,
      TransformInput: { DataSource: { S3DataSource: { S3Uri: 's3://b/in/' } } },
      TransformOutput: { S3OutputPath: outputPath },
    },
  }
}

const listing = (...keys: string[]) =>
  `<ListBucketResult>${keys.map((Key) => `<Contents><Key>${Key}</Key></Contents>`).join('')}</ListBucketResult>`

async function start(CreateTransformJob: FakeOperation, modelThere = 'mine') {
  await using aws = await startFakeAws({
    CreateTransformJob,
    DescribeTransformJob: [jobThere(modelThere)],
    'GET /b': [{ body: listing('in/a.csv') }],
  })
  const ledger = createLedger()
  const job = await startTransform(aws.session, {
    model: 'mine',
    input: 's3://b/in/',
    jobName: 'Iris',
    ledger,
  }).catch((error: unknown) => error)
  return { job, resources: ledger.resources, requests: aws.requests }
}

describe('startTransform', () => {
  it("sends the request with the session's bucket, and enters the job in the ledger", async () => {
    const { job, resources, requests } = await start([{ body: { TransformJobArn: 'arn:new' } }])

    expect(job).toMatchObject({ name: 'Iris', arn: 'arn:new' })
    expect(requests.at(-1)?.input).toEqual({
      TransformJobName: 'Iris',
      ModelName: 'mine',
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://b/in/' } },
      },
      TransformOutput: { S3OutputPath: outputPath, AssembleWith: 'None' },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    })
    expect(resources).toEqual([
      {
        kind: 'transform-job',
        name: 'Iris',
        arn: 'arn:aws:sagemaker:eu-west-1:123456789012:transform-job/iris',
      },
    ])
  })

  it('knows its own job again when the answer of the first attempt was lost [G099]', async () => {
    const { job, resources } = await start([{ drop: true }, inUse])

    expect(job).toMatchObject({ name: 'Iris', arn: 'arn:there' })
    expect(resources).toHaveLength(1)
  })

  it("takes a job with another model for somebody else's [G099]", async () => {
    const { job, resources } = await start([{ drop: true }, inUse], 'theirs')

    expect(job).toMatchObject({ code: 'name-taken' })
    expect(resources).toEqual([])
  })

  it('says of a missing model that it is missing', async () => {
    const { job, resources } = await start([
      awsError('ValidationException', 'Could not find model "arn:aws:sagemaker:…:model/mine".'),
    ])

    expect(job).toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('There is no model "mine"'),
    })
    expect(resources).toEqual([])
  })

  it('asks nothing of AWS after an abort, or with an option that is wrong', async () => {
    await using aws = await startFakeAws({})
    const options = { model: 'm', input: 's3://b/in/' }

    await expect(
      startTransform(aws.session, { ...options, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'aborted' })
    await expect(
      startTransform(aws.session, { ...options, jobName: 'no_good' }),
    ).rejects.toMatchObject({ code: 'invalid-option' })
    await expect(
      startTransform(aws.session, { ...options, instanceCount: 101 }),
    ).rejects.toMatchObject({ code: 'invalid-option' })
    expect(aws.requests).toEqual([])
  })

  it('tells of data or a bucket that are not there before it starts anything', async () => {
    await using aws = await startBatchSession()
    const { model, bucket } = aws
    const input = await aws.put('in/a.csv', 'a\n')

    await expect(
      startTransform(aws.session, { model, input: `s3://${bucket}/nope/` }),
    ).rejects.toMatchObject({ code: 'data-not-found' })
    await expect(
      startTransform(aws.session, { model, input, outputPath: 's3://not-there/out' }),
    ).rejects.toMatchObject({ code: 'bucket-unavailable' })
    await expect(startTransform(aws.session, { model: 'nope', input })).rejects.toMatchObject({
      code: 'not-found',
    })
    const sageMaker = await aws.session.clients.sageMaker()
    expect((await sageMaker.listTransformJobs({})).TransformJobSummaries).toEqual([])
  })
})

describe('a transform job', () => {
  it('is understood by SageMaker with every option, and its outputs are read in the order of inputs', async () => {
    await using aws = await startBatchSession()
    const { model, bucket } = aws
    await aws.put('in/b.csv', '5,6\n')
    await aws.put('in/a-1.csv', '3,"4"\n')
    await aws.put('in/a.csv', '1,2\n3,4\n')

    const job = await startTransform(aws.session, {
      model,
      input: { uri: `s3://${bucket}/in/`, contentType: 'text/csv', splitType: 'Line' },
      outputPath: `s3://${bucket}/out/`,
      accept: 'text/csv',
      strategy: 'SingleRecord',
      maxConcurrentTransforms: 2,
      maxPayloadInMB: 50,
      instanceCount: 2,
      environment: { A: '1' },
      join: 'Input',
      inputFilter: '$[1:]',
      outputFilter: '$[0,-1]',
      modelClientConfig: { timeoutInSeconds: 30, maxRetries: 0 },
      outputKmsKeyId: 'alias/key',
      tags: { team: 'iris' },
      sdkOptions: { TransformJobName: 'batch-2' },
    })
    const seen: string[] = []
    const completed = await job.wait({ onProgress: ({ status }) => seen.push(status) })

    expect(job.name).toBe('batch-2')
    expect(completed).toMatchObject({ name: 'batch-2', outputUri: `s3://${bucket}/out/` })
    expect(completed.seconds).toBeGreaterThanOrEqual(0)
    expect(completed.objects?.map(({ path }) => path)).toEqual(['a-1.csv', 'a.csv', 'b.csv'])
    expect(completed.objects?.[1]).toEqual({
      path: 'a.csv',
      inputUri: `s3://${bucket}/in/a.csv`,
      outputUri: `s3://${bucket}/out/a.csv.out`,
      bytes: 8,
    })
    expect(await collect(job.lines())).toEqual(['3,1', '1,1', '3,1', '5,1'])
    expect(await collect(job.rows())).toEqual([
      ['3', '1'],
      ['1', '1'],
      ['3', '1'],
      ['5', '1'],
    ])
    const objects = await collect(job.objects())
    expect(await objects[1]?.text()).toBe('1,1\n3,1\n')
    expect(await job.describe()).toMatchObject({
      BatchStrategy: 'SingleRecord',
      MaxConcurrentTransforms: 2,
      ModelClientConfig: { InvocationsTimeoutInSeconds: 30, InvocationsMaxRetries: 0 },
      DataProcessing: { JoinSource: 'Input', InputFilter: '$[1:]', OutputFilter: '$[0,-1]' },
    })
    expect(seen.at(-1)).toBe('Completed')
    const log = await collect(job.logs())
    expect(log.filter(({ message }) => message.startsWith('asked'))).toHaveLength(4)
    expect((await job.logTail({ lines: 1 })).length).toBe(1)
    const attached = await attachTransformJob(aws.session, job.arn)
    expect(await attached.outputs()).toEqual(completed.objects)
  })

  it('reads a manifest in its own order, and values of JSON Lines', async () => {
    await using aws = await startBatchSession()
    const { model, bucket } = aws
    await aws.put('in/b.jsonl', '"b"\n')
    await aws.put('in/deep/a.jsonl', '"a"\n\n')
    const manifest = [{ prefix: `s3://${bucket}/in/` }, 'deep/a.jsonl', 'b.jsonl']
    const uri = await aws.put('list.json', JSON.stringify(manifest))

    const job = await startTransform(aws.session, {
      model,
      input: { uri, s3DataType: 'ManifestFile', splitType: 'Line', contentType: 'text/plain' },
    })
    const { objects, outputUri } = await job.wait()

    expect(outputUri).toBe(`s3://${bucket}/byo/${job.name}/output`)
    expect(objects?.map(({ path }) => path)).toEqual(['deep/a.jsonl', 'b.jsonl'])
    expect(await collect(job.jsonLines())).toEqual(['A', 'B'])
  })

  it('that fails for one object names it, and tells of the outputs that are there [G084]', async () => {
    await using aws = await startBatchSession()
    const { model, bucket } = aws
    const outputPath = `s3://${bucket}/out`
    await aws.put('in/a.csv', 'x\n')
    await aws.put('in/b.csv', 'x\nbad\n')
    await aws.put('in/c.csv', 'y\n')

    const input = { uri: `s3://${bucket}/in`, splitType: 'Line' } as const
    const modelClientConfig = { maxRetries: 0 }
    const options = { model, input, outputPath, modelClientConfig }
    const job = await startTransform(aws.session, options)
    const error = await job.wait().catch((caught: unknown) => caught)

    expect(error).toBeInstanceOf(TransformError)
    expect(error).toMatchObject({
      code: 'transform-failed',
      jobName: job.name,
      status: 'Failed',
      inputUri: `s3://${bucket}/in/b.csv`,
      outputs: [{ path: 'a.csv' }, { path: 'c.csv' }],
      message: expect.stringContaining(
        `s3://${bucket}/in/b.csv could not be transformed`,
      ) as string,
    })
    expect((error as Error).message).toContain(`2 of 3 objects were transformed, to ${outputPath}.`)
    expect((error as TransformError).logTail.join('\n')).toContain('the row "bad" is no number')
    expect(await collect(job.lines())).toEqual(['X', 'Y'])
  })

  it('can be stopped, and then has stored nothing [G085]', async () => {
    await using aws = await startBatchSession()
    const { model } = aws
    const input = await aws.put('in/a.csv', 'hang\n')

    const job = await startTransform(aws.session, { model, input })
    for await (const { message } of job.logs()) if (message.startsWith('asked')) break
    await job.stop({ wait: true })

    expect(await job.outputs()).toEqual([])
    await expect(job.wait()).rejects.toMatchObject({ code: 'transform-stopped', outputs: [] })
    await expect(job.stop()).resolves.toBeUndefined()
  })
})
