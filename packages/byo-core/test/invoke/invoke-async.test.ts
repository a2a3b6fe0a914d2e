import { describe, expect, it } from 'vitest'
import {
  type AsyncInferenceOptions,
  deployEndpoint,
  type InvokeAsyncOptions,
  invokeAsync,
} from '../../src/index.ts'
import { s3Error, startFakeAws } from '../support/fake-aws.ts'
import { startLocalSession } from '../support/local-session.ts'
import { meanModels } from '../support/mean-models.ts'

/** An asynchronous endpoint that answers each line with 2. */
async function startAsyncEndpoint(asyncInference: boolean | AsyncInferenceOptions = true) {
  const aws = await startLocalSession()
  const makeModel = await meanModels(aws.session)
  const model = await makeModel('two', 2)
  const endpoint = await deployEndpoint(aws.session, { model, asyncInference, name: 'two' })
  const bucket = await aws.session.bucket()
  return { aws, endpoint, bucket }
}

describe('invokeAsync', () => {
  it('waits in a queue and brings the answer from S3 as predict gives it [G077]', async () => {
    const { aws, endpoint, bucket } = await startAsyncEndpoint()
    await using _ = aws

    const waiting = await endpoint.invokeAsync('1\n2\n', { inferenceId: 'mine' })
    const answer = await waiting.wait()

    expect(answer.numbers()).toEqual([2, 2])
    expect(answer.contentType).toBe('text/csv')
    expect(waiting.inferenceId).toBe('mine')
    expect(waiting.outputUri).toMatch(`s3://${bucket}/byo/async/two/output/`)
    expect(waiting.failureUri).toMatch(`s3://${bucket}/byo/async/two/failure/`)
  })

  it('sends by way of S3 what is too large for a request, and takes what is there already', async () => {
    const { aws, endpoint, bucket } = await startAsyncEndpoint()
    await using _ = aws
    const rows = 'x\n'.repeat(70_000)
    const s3 = await aws.session.clients.s3()
    await s3.putObject({ Bucket: bucket, Key: 'rows.csv', Body: '1\n2\n3\n' })

    const large = await endpoint.invokeAsync(rows)
    const there = await endpoint.invokeAsync(
      { uri: `s3://${bucket}/rows.csv` },
      { accept: 'application/json' },
    )

    expect((await large.wait()).numbers()).toHaveLength(70_000)
    expect((await there.wait()).json()).toEqual([2, 2, 2])
    const sent = endpoint.resources.filter(({ name }) => name.includes('/byo/async/two/input/'))
    expect(sent).toHaveLength(1)
  })

  it("fails with the container's words when the model fails, and others are answered all the same", async () => {
    const { aws, endpoint } = await startAsyncEndpoint()
    await using _ = aws

    const [bad, good] = [await endpoint.invokeAsync('boom'), await endpoint.invokeAsync('1')]

    await expect(bad.wait()).rejects.toMatchObject({
      name: 'InvocationError',
      code: 'invocation-failed',
      containerMessage: expect.stringContaining('the row "boom" is no number'),
    })
    expect((await good.wait()).numbers()).toEqual([2])
  })

  it('leaves no answer, no failure and no input behind after cleanUp', async () => {
    const { aws, endpoint, bucket } = await startAsyncEndpoint()
    await using _ = aws
    await (await endpoint.invokeAsync('1')).wait()
    await (await endpoint.invokeAsync('x\n'.repeat(70_000))).wait()

    await endpoint.cleanUp()

    const s3 = await aws.session.clients.s3()
    const { Contents = [] } = await s3.listObjectsV2({ Bucket: bucket, Prefix: 'byo/async/' })
    expect(Contents).toEqual([])
  })

  it('is refused by an endpoint that answers at once, and the other way round', async () => {
    const { aws, endpoint } = await startAsyncEndpoint(false)
    await using _ = aws

    await expect(endpoint.invokeAsync('1')).rejects.toMatchObject({ code: 'request-refused' })
    await using waiting = await deployEndpoint(aws.session, {
      model: 'two',
      asyncInference: { outputPath: `s3://${await aws.session.bucket()}/mine` },
    })
    await expect(waiting.predict('1')).rejects.toMatchObject({ code: 'request-refused' })
    expect((await waiting.invokeAsync('1')).outputUri).toMatch(/\/mine\//)
  })

  it('ends the wait at once when it is aborted', async () => {
    const missing = { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' }
    await using aws = await startFakeAws({
      'POST /endpoints/iris/async-invocations': [
        {
          status: 202,
          headers: { 'x-amzn-sagemaker-outputlocation': 's3://bucket/answer' },
          body: { InferenceId: 'its' },
        },
      ],
      'GET /bucket/answer': [missing],
    })
    const waiting = await invokeAsync(aws.session, 'iris', '1')
    const controller = new AbortController()
    controller.abort()

    await expect(waiting.wait({ signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
    })
    await expect(waiting.wait({ timeout: 60 })).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('s3://bucket/answer'),
    })
  })

  it('gives an answer up also in the middle of its body', async () => {
    const controller = new AbortController()
    await using aws = await startFakeAws({
      'POST /endpoints/e/async-invocations': [
        { status: 202, headers: { 'x-amzn-sagemaker-outputlocation': 's3://b/o' }, body: {} },
      ],
      // The rest never comes.
      'GET /b/o': [{ headers: { 'content-length': '10' }, body: 'half', stall: true }],
    })

    const invocation = await invokeAsync(aws.session, 'e', 'a')
    const waiting = invocation.wait({ signal: controller.signal })
    await expect.poll(() => aws.count('GET /b/o')).toBe(1)
    controller.abort()

    await expect(waiting).rejects.toMatchObject({ code: 'aborted' })
    expect(aws.runtime.sleeps).toEqual([])
  })

  it('says what S3 hides from those who may not list a bucket', async () => {
    await using aws = await startFakeAws({
      'POST /endpoints/e/async-invocations': [
        { status: 202, headers: { 'x-amzn-sagemaker-outputlocation': 's3://b/o' }, body: {} },
      ],
      'GET /b/o': [s3Error(403, 'AccessDenied')],
    })

    await expect((await invokeAsync(aws.session, 'e', 'a')).wait()).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringContaining('s3:ListBucket'),
    })
  })

  it.each<[InvokeAsyncOptions, RegExp]>([
    [{ requestTTLSeconds: 59 }, /requestTTLSeconds is 59/],
    [{ invocationTimeoutSeconds: 3601 }, /invocationTimeoutSeconds is 3601/],
    [{ inferenceId: '' }, /inferenceId/],
    [{ accept: 'x'.repeat(1025) }, /accept/],
  ])('refuses %j before it asks AWS', async (options, message) => {
    await using aws = await startFakeAws({})

    await expect(invokeAsync(aws.session, 'iris', '1', options)).rejects.toThrow(message)
    expect(aws.requests).toEqual([])
  })
})

describe('asyncInference', () => {
  it.each<[AsyncInferenceOptions, RegExp]>([
    [{ outputPath: 'bucket/x' }, /outputPath is "bucket\/x"/],
    [{ maxConcurrentInvocationsPerInstance: 0 }, /maxConcurrentInvocationsPerInstance is 0/],
    [{ errorTopic: 'failures' }, /errorTopic is "failures"; give the ARN/],
  ])('refuses %j before it asks AWS', async (asyncInference, message) => {
    await using aws = await startFakeAws({})

    await expect(deployEndpoint(aws.session, { model: 'iris', asyncInference })).rejects.toThrow(
      message,
    )
    expect(aws.requests).toEqual([])
  })

  it('is sent in the words of CreateEndpointConfig', async () => {
    const topic = 'arn:aws:sns:eu-west-1:123456789012:done'
    await using aws = await startFakeAws({
      CreateEndpointConfig: [{ status: 400, body: { __type: 'ValidationException' } }],
    })

    await deployEndpoint(aws.session, {
      model: 'iris',
      asyncInference: {
        outputPath: 's3://b/out',
        failurePath: 's3://b/bad',
        maxConcurrentInvocationsPerInstance: 4,
        successTopic: topic,
      },
    }).catch(() => undefined)

    const created = aws.requests.find(({ operation }) => operation === 'CreateEndpointConfig')
    expect(created?.input.AsyncInferenceConfig).toEqual({
      ClientConfig: { MaxConcurrentInvocationsPerInstance: 4 },
      OutputConfig: {
        S3OutputPath: 's3://b/out',
        S3FailurePath: 's3://b/bad',
        NotificationConfig: { SuccessTopic: topic },
      },
    })
  })
})
