import { describe, expect, it } from 'vitest'
import { createConfig, createModel, invoke, waitForEndpoint } from '../../support/endpoints.ts'
import {
  asyncOutput,
  createAsyncEndpoint,
  invokeAsync,
  objectAt,
  untilStored,
} from '../../support/invoke-async.ts'
import {
  type Answer,
  bucket,
  type PlatformUnderTest,
  readLog,
  usePlatform,
} from '../../support/with-platform.ts'

const opened = usePlatform()
const logGroup = '/aws/sagemaker/Endpoints/endpoint'
const endpoint = { EndpointName: 'endpoint' }
const variant = { VariantName: 'variant-0' }

/** Brings up an asynchronous endpoint of the program `serves`. */
async function serve(test: PlatformUnderTest, settings: Answer = {}): Promise<void> {
  await createModel(test, 'model', test.images.addProgram('serves'))
  await createAsyncEndpoint(test, settings)
  await waitForEndpoint(test)
}

const backlog = ({ platform }: PlatformUnderTest) =>
  platform.asyncQueues.of('arn:aws:sagemaker:us-east-1:000000000000:endpoint/endpoint')

async function untilLogged(test: PlatformUnderTest, line: string | RegExp): Promise<void> {
  const pattern = typeof line === 'string' ? new RegExp(line) : line
  await expect.poll(async () => (await readLog(test, logGroup)).join('\n')).toMatch(pattern)
}

describe('InvokeEndpointAsync', () => {
  it('returns 202 with OutputLocation and FailureLocation, and the answer of the model appears at the first [G077]', async () => {
    const test = opened()
    await serve(test)
    const input = await test.put('inputs/one.csv', '1,2')
    const told = await invokeAsync(test, {
      headers: { 'x-amzn-sagemaker-inputlocation': input },
    })

    expect(told.statusCode).toBe(202)
    expect(told.output).toBe(`s3://${bucket}/answers/${told.inferenceId}.out`)
    expect(told.failure).toBe(`s3://${bucket}/failures/${told.inferenceId}-error.out`)
    expect(await untilStored(test, told.output)).toEqual({
      text: '1,2',
      type: 'application/x-echo',
    })
    expect(objectAt(test, told.failure)).toBe(undefined)
    await expect.poll(() => backlog(test).size).toBe(0)
    const dataLog = await readLog(test, logGroup)
    expect(dataLog.filter((line) => line.includes(`[${told.inferenceId}]`))).toEqual([
      expect.stringMatching(/\[sagemaker logs\] .* Inference request succeeded\. ModelLatency: \d/),
    ])
  })

  it('stores what the model answers with another status at FailureLocation, and nothing at the other [G077]', async () => {
    const test = opened()
    await serve(test)
    const told = await invokeAsync(test, { body: '1', order: 'status=400' })

    expect((await untilStored(test, told.failure)).text).toBe('what went wrong')
    expect(objectAt(test, told.output)).toBe(undefined)
    await untilLogged(
      test,
      /Received client error \(400\) from primary with message "what went wrong"/,
    )
  })

  it('stores the reason where the container breaks off, or is not done in InvocationTimeoutSeconds [G077]', async () => {
    const test = opened()
    await serve(test)
    const broken = await invokeAsync(test, { body: '1', order: 'break' })
    const late = await invokeAsync(test, {
      body: '1',
      order: 'hang',
      headers: { 'x-amzn-sagemaker-invocationtimeoutseconds': '100' },
    })
    const reason =
      'ClientError: Received server error (0) from model. See the SageMaker Endpoint logs in your account for more information.'

    expect(await untilStored(test, broken.failure)).toEqual({ text: reason, type: 'text/plain' })
    await untilLogged(test, 'asked to hang')
    test.clock.elapse(99_000)
    expect(backlog(test).size).toBe(1)
    test.clock.elapse(1000)
    expect((await untilStored(test, late.failure)).text).toBe(reason)
    await untilLogged(test, 'timed out while waiting for a response')
  })

  it('fails a request whose input is not there, in its turn and not at once', async () => {
    const test = opened()
    await serve(test)
    const told = await invokeAsync(test, {
      headers: { 'x-amzn-sagemaker-inputlocation': `s3://${bucket}/no/such` },
    })

    expect(told.statusCode).toBe(202)
    expect((await untilStored(test, told.failure)).text).toMatch(
      /^ClientError: Could not download the input data at s3:\/\/bucket\/no\/such/,
    )
  })

  it('gives the container the type, Accept, attributes and id of the request, as ordinary headers', async () => {
    const test = opened()
    await serve(test)
    const told = await invokeAsync(test, {
      body: '1',
      order: 'headers',
      headers: {
        'content-type': 'application/octet-stream',
        'x-amzn-sagemaker-content-type': 'text/csv',
        'x-amzn-sagemaker-accept': 'application/json',
        'x-amzn-sagemaker-inference-id': 'my id',
        'x-own': '1',
      },
    })

    const seen = JSON.parse((await untilStored(test, told.output)).text)
    expect(told.inferenceId).toBe('my id')
    expect(seen).toMatchObject({
      'content-type': 'text/csv',
      accept: 'application/json',
      'x-amzn-sagemaker-inference-id': 'my id',
    })
    expect(seen).not.toHaveProperty('x-own')
    expect(seen).not.toHaveProperty('x-amzn-sagemaker-accept')
  })

  it('names the answer as Filename and S3OutputPathExtension say', async () => {
    const test = opened()
    await serve(test)
    const told = await invokeAsync(test, {
      body: '1',
      headers: {
        'x-amzn-sagemaker-filename': 'one.json',
        'x-amzn-sagemaker-s3outputpathextension': 'today/',
      },
    })

    expect(told.output).toBe(`s3://${bucket}/answers/today/one.json`)
    expect(told.failure).toBe(`s3://${bucket}/failures/today/one-error.json`)
    expect((await untilStored(test, told.output)).text).toBe('1')
  })

  it('takes one way to give the payload, 128,000 bytes of it, and values within the limits', async () => {
    const test = opened()
    await serve(test)
    const refused = (changes: object) =>
      invokeAsync(test, changes).then(
        () => 'taken',
        ({ code, message }) => `${code}: ${message}`,
      )

    expect(await refused({})).toMatch(/^ValidationError: Either InputLocation or Body is required/)
    const location = { 'x-amzn-sagemaker-inputlocation': 's3://bucket/one' }
    expect(await refused({ body: '1', headers: location })).toMatch(/not both/)
    expect(await refused({ body: 'x'.repeat(128_001) })).toMatch(/less than or equal to 128000/)
    expect(await refused({ body: 'x'.repeat(128_000) })).toBe('taken')
    expect(await refused({ headers: { 'x-amzn-sagemaker-inputlocation': 's3://bucket' } })).toMatch(
      /not the S3 URI of an object/,
    )
    expect(
      await refused({ body: '1', headers: { 'x-amzn-sagemaker-requestttlseconds': '59' } }),
    ).toMatch(/'59' at 'requestTTLSeconds' .* greater than or equal to 60/)
    expect(
      await refused({
        body: '1',
        headers: { 'x-amzn-sagemaker-invocationtimeoutseconds': '3601' },
      }),
    ).toMatch(/less than or equal to 3600/)
    expect(await refused({ body: '1', headers: { 'x-amzn-sagemaker-filename': 'a.b.c' } })).toMatch(
      /'filename' .* regular expression/,
    )
  })
})

describe('an asynchronous endpoint', () => {
  it('sends an instance no more at once than MaxConcurrentInvocationsPerInstance, and the rest in its turn', async () => {
    const test = opened()
    await serve(test, { most: 2 })
    const orders = ['hang', 'hang', 'echo', 'echo']
    const told = []
    for (const order of orders)
      told.push(
        await invokeAsync(test, {
          body: '1',
          order,
          headers: { 'x-amzn-sagemaker-invocationtimeoutseconds': '10' },
        }),
      )
    await untilLogged(test, /asked to hang\nasked to hang/)

    expect([backlog(test).size, backlog(test).waiting]).toEqual([4, 2])
    test.clock.elapse(10_000)
    for (const { output } of told.slice(2)) expect((await untilStored(test, output)).text).toBe('1')
    for (const { failure } of told.slice(0, 2)) await untilStored(test, failure)
  })

  it('answers nobody who waits, and one in real time takes nothing into a queue', async () => {
    const test = opened()
    await serve(test)
    await expect(invoke(test)).rejects.toMatchObject({
      code: 'ValidationError',
      statusCode: 400,
      message: expect.stringContaining('can only be invoked by InvokeEndpointAsync'),
    })
    await createConfig(test, 'real-time', [{ ModelName: 'model' }])
    await expect(
      test.sageMaker('UpdateEndpoint', { ...endpoint, EndpointConfigName: 'real-time' }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('only one of both is asynchronous'),
    })
    await test.sageMaker('DeleteEndpoint', endpoint)
    await expect.poll(() => test.platform.endpoints.get('us-east-1', 'endpoint')).toBe(undefined)
    await test.sageMaker('CreateEndpoint', { ...endpoint, EndpointConfigName: 'real-time' })
    await waitForEndpoint(test)
    await expect(invokeAsync(test, { body: '1' })).rejects.toMatchObject({
      code: 'ValidationError',
      statusCode: 400,
      message: expect.stringContaining('is not an asynchronous endpoint'),
    })
  })

  it('has its AsyncInferenceConfig described, keeps what waits while it has no instances, and answers it later', async () => {
    const test = opened()
    await serve(test)
    const scale = (DesiredInstanceCount: number) =>
      test.sageMaker('UpdateEndpointWeightsAndCapacities', {
        ...endpoint,
        DesiredWeightsAndCapacities: [{ ...variant, DesiredInstanceCount }],
      })
    await scale(0)
    expect(await waitForEndpoint(test)).toMatchObject({
      EndpointStatus: 'InService',
      AsyncInferenceConfig: {
        OutputConfig: asyncOutput,
        ClientConfig: { MaxConcurrentInvocationsPerInstance: 2 },
      },
      ProductionVariants: [{ CurrentInstanceCount: 0, DesiredInstanceCount: 0 }],
    })
    const told = await invokeAsync(test, { body: 'waits' })
    expect(backlog(test).waiting).toBe(1)
    await scale(1)

    expect((await untilStored(test, told.output)).text).toBe('waits')
  })

  it('fails a request that waits for longer than its RequestTTLSeconds', async () => {
    const test = opened()
    await serve(test, { most: 1 })
    await invokeAsync(test, { body: '1', order: 'hang' })
    await untilLogged(test, 'asked to hang')
    const told = await invokeAsync(test, {
      body: '1',
      headers: { 'x-amzn-sagemaker-requestttlseconds': '60' },
    })
    test.clock.elapse(60_000)

    expect((await untilStored(test, told.failure)).text).toContain('The request has expired')
  })

  it('drops what waits and what is under way when it is deleted', async () => {
    const test = opened()
    await serve(test, { most: 1 })
    const told = [
      await invokeAsync(test, { body: '1', order: 'hang' }),
      await invokeAsync(test, { body: '2' }),
    ]
    await untilLogged(test, 'asked to hang')
    await test.sageMaker('DeleteEndpoint', endpoint)
    await expect.poll(() => test.platform.endpoints.get('us-east-1', 'endpoint')).toBe(undefined)

    expect(backlog(test).size).toBe(0)
    for (const { output, failure } of told)
      expect([objectAt(test, output), objectAt(test, failure)]).toEqual([undefined, undefined])
  })

  it('stores nothing of a failure where its configuration names no S3FailurePath, but tells it in the log', async () => {
    const test = opened()
    await serve(test, { output: { S3OutputPath: asyncOutput.S3OutputPath } })
    const told = await invokeAsync(test, { body: '1', order: 'status=500' })

    expect(told.failure).toBe('undefined')
    await untilLogged(test, /Received server error \(500\) from primary/)
    expect(test.objects.list(bucket, '').map(({ key }) => key)).toEqual([])
  })

  it('is refused where its answers cannot be stored, its model cannot be asked, or its topic is not there', async () => {
    const test = opened()
    await createModel(test, 'model', test.images.addProgram('serves'))
    const config = (OutputConfig: object) =>
      createConfig(test, 'refused', [{ ModelName: 'model' }], {
        AsyncInferenceConfig: { OutputConfig },
      })

    await expect(config({ S3OutputPath: 's3://no-such-bucket/answers' })).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'The S3OutputPath S3 bucket of "s3://no-such-bucket/answers" does not exist.',
    })
    await expect(config({})).rejects.toThrow('without an S3OutputPath')
    await expect(
      config({
        ...asyncOutput,
        NotificationConfig: { ErrorTopic: 'arn:aws:sns:us-east-1:000000000000:errors' },
      }),
    ).rejects.toThrow('The SNS topic "arn:aws:sns:us-east-1:000000000000:errors" does not exist.')
    await test.sageMaker('CreateModel', {
      ModelName: 'many',
      PrimaryContainer: {
        Image: test.images.addProgram(
          'many-models',
          'com.amazonaws.sagemaker.capabilities.multi-models',
        ),
        Mode: 'MultiModel',
        ModelDataUrl: `s3://${bucket}/models/`,
      },
    })
    await expect(createAsyncEndpoint(test, { variant: { ModelName: 'many' } })).rejects.toThrow(
      /^One or more endpoint features are not supported using this configuration/,
    )
  })
})
