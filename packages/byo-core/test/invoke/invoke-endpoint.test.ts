import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  createSession,
  InvocationError,
  type InvokeOptions,
  invokeEndpoint,
  invokeStream,
} from '../../src/index.ts'
import { awsError, type FakeAnswer, startFakeAws } from '../support/fake-aws.ts'

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
const path = 'POST /endpoints/iris/invocations'

function modelError(status: number, message: string): FakeAnswer {
  return {
    status: 424,
    headers: {
      'content-type': 'application/json',
      'x-amzn-errortype': 'ModelError',
      'x-amzn-requestid': 'r-1',
    },
    body: {
      Message: `Received error (${status})`,
      OriginalStatusCode: status,
      OriginalMessage: message,
    },
  }
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe('invokeEndpoint', () => {
  it('sends the body with its type and gives the answer as it came', async () => {
    const headers = {
      'content-type': 'text/csv',
      'x-amzn-invoked-production-variant': 'AllTraffic',
      'x-amzn-sagemaker-custom-attributes': 'back',
    }
    await using aws = await startFakeAws({ [path]: [{ headers, body: '5.1\n' }] })

    const answer = await invokeEndpoint(aws.session, 'iris', '1,2\n', {
      accept: 'text/csv',
      customAttributes: 'there',
    })

    expect(new TextDecoder().decode(answer.bytes)).toBe('5.1\n')
    expect(answer).toMatchObject({
      contentType: 'text/csv',
      variant: 'AllTraffic',
      customAttributes: 'back',
    })
    expect(aws.requests[0]?.body.toString()).toBe('1,2\n')
    expect(aws.requests[0]?.headers).toMatchObject({
      'content-type': 'text/csv',
      accept: 'text/csv',
      'x-amzn-sagemaker-custom-attributes': 'there',
    })
  })

  it.each([400, 500])(
    'gives the words of a container that answers %i, and asks no second time [G079]',
    async (status) => {
      await using aws = await startFakeAws({ [path]: [modelError(status, 'row 2 is no number')] })

      const failure = invokeEndpoint(aws.session, 'iris', 'x')

      await expect(failure).rejects.toBeInstanceOf(InvocationError)
      await expect(failure).rejects.toMatchObject({
        code: 'invocation-failed',
        statusCode: status,
        containerMessage: 'row 2 is no number',
        message: `Endpoint iris answered with ${status}: row 2 is no number`,
        attempts: 1,
        requestId: 'r-1',
      })
      expect(aws.count(path)).toBe(1)
    },
  )

  it.each([
    ['ModelNotReadyException', 429],
    ['ThrottlingException', 429],
    ['ThrottlingException', 400],
    ['InternalFailure', 500],
    ['ServiceUnavailable', 503],
  ])('asks again after %s with %i, and tells how often [G079]', async (name, status) => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    await using aws = await startFakeAws({
      [path]: [awsError(name, 'busy', status), awsError(name, 'busy', status), { body: '1' }],
    })

    const answer = await invokeEndpoint(aws.session, 'iris', 'x')

    expect(answer.attempts).toBe(3)
    expect(aws.count(path)).toBe(3)
  })

  it('asks again when a proxy answers for SageMaker, or the connection breaks [G079]', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const headers = { 'content-type': 'text/html' }
    await using aws = await startFakeAws({
      [path]: [{ status: 503, headers, body: '<html>busy</html>' }, { drop: true }, { body: '1' }],
    })

    expect((await invokeEndpoint(aws.session, 'iris', 'x')).attempts).toBe(3)
  })

  it.each([
    ['ValidationError', 400],
    ['AccessDeniedException', 403],
    ['InternalDependencyException', 530],
  ])('asks once after %s with %i [G079]', async (name, status) => {
    await using aws = await startFakeAws({ [path]: [awsError(name, 'no', status)] })

    await expect(invokeEndpoint(aws.session, 'iris', 'x')).rejects.toMatchObject({ attempts: 1 })
    expect(aws.count(path)).toBe(1)
  })

  it.each([1, 2, 5])('asks %i times if it may, by itself or as a stream [G079]', async (most) => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const streamPath = `${path}-response-stream`
    const busy = [awsError('ServiceUnavailable', 'busy', 503)]
    await using aws = await startFakeAws({ [path]: busy, [streamPath]: busy })
    const failure = {
      name: 'RequestError',
      awsError: 'ServiceUnavailable',
      attempts: most,
      message: expect.stringContaining(
        most > 1 ? `was refused ${most} times: S` : 'was refused: S',
      ),
    }

    for (const ask of [invokeEndpoint, invokeStream]) {
      await expect(ask(aws.session, 'iris', 'x', { maxAttempts: most })).rejects.toMatchObject(
        failure,
      )
    }
    expect(aws.count(path)).toBe(most)
    expect(aws.count(streamPath)).toBe(most)
  })

  it('asks for credentials once, whatever the number of attempts', async () => {
    let asked = 0
    await using aws = await startFakeAws({ [path]: [{ body: '1' }] })
    const clientConfig = {
      endpoint: aws.endpoint,
      region: 'eu-west-1',
      credentials: async () => {
        asked += 1
        return credentials
      },
    }
    const session = await createSession({ clientConfig })

    for (const maxAttempts of [undefined, 1, 2, 1]) {
      await invokeEndpoint(session, 'iris', 'x', { maxAttempts })
    }
    expect(asked).toBe(1)
    session.close()
  })

  it("keeps to the session's number of attempts without one of its own", async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    await using aws = await startFakeAws({ [path]: [awsError('InternalFailure', 'oh', 500)] })
    const { endpoint } = aws
    const clientConfig = { endpoint, maxAttempts: 4, region: 'eu-west-1', credentials }
    const session = await createSession({ clientConfig })

    await expect(invokeEndpoint(session, 'iris', 'x')).rejects.toMatchObject({ attempts: 4 })
    session.close()
  })

  it('leaves the pause before it asks again to chance [G079]', async () => {
    await using aws = await startFakeAws({ [path]: [awsError('InternalFailure', 'oh', 500)] })
    const pause = async (chance: number) => {
      vi.spyOn(Math, 'random').mockReturnValue(chance)
      const failure = invokeEndpoint(aws.session, 'iris', 'x', { maxAttempts: 2 })
      const error = await failure.catch((thrown: unknown) => thrown)
      return ((error as Error).cause as { $metadata: { totalRetryDelay: number } }).$metadata
        .totalRetryDelay
    }

    expect(await pause(0)).toBe(0)
    const some = await pause(0.1)
    expect(some).toBeGreaterThan(0)
    expect(await pause(0.2)).toBe(2 * some)
  })

  it('gives up at once when the signal aborts between two attempts', async () => {
    const controller = new AbortController()
    await using aws = await startFakeAws({
      [path]: () => {
        setImmediate(() => controller.abort())
        return awsError('ModelNotReadyException', 'loading', 429)
      },
    })
    const { signal } = controller

    await expect(invokeEndpoint(aws.session, 'iris', 'x', { signal })).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(aws.count(path)).toBe(1)
  })

  it('gives up when the time is over', async () => {
    await using aws = await startFakeAws({ [path]: () => new Promise(() => undefined) })

    await expect(invokeEndpoint(aws.session, 'iris', 'x', { timeout: 5 })).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('Gave up invoking endpoint iris after 5 s'),
    })
    expect(aws.runtime.sleeps).toEqual([5000])
  })

  it('says what each option says, and what else the SDK takes', async () => {
    const headers = {
      'x-amzn-requestid': 'r-7',
      'x-amzn-sagemaker-new-session-id': 's-1; Expires=2026-11-22T10:00:00Z',
    }
    await using aws = await startFakeAws({ [path]: [{ headers, body: '1' }] })

    const answer = await invokeEndpoint(aws.session, 'iris', 'x', {
      contentType: 'text/plain',
      targetVariant: 'blue',
      targetModel: 'iris.tar.gz',
      targetContainerHostname: 'first',
      inferenceId: 'i-1',
      sessionId: 'NEW_SESSION',
      enableExplanations: '`true`',
      sdkOptions: { InferenceComponentName: 'part' },
    })

    expect(answer).toMatchObject({
      contentType: 'application/octet-stream',
      requestId: 'r-7',
      newSessionId: 's-1; Expires=2026-11-22T10:00:00Z',
    })
    expect(aws.requests[0]?.headers).toMatchObject({
      'content-type': 'text/plain',
      'x-amzn-sagemaker-target-variant': 'blue',
      'x-amzn-sagemaker-target-model': 'iris.tar.gz',
      'x-amzn-sagemaker-target-container-hostname': 'first',
      'x-amzn-sagemaker-inference-id': 'i-1',
      'x-amzn-sagemaker-session-id': 'NEW_SESSION',
      'x-amzn-sagemaker-enable-explanations': '`true`',
      'x-amzn-sagemaker-inference-component': 'part',
    })
  })

  it.each<[InvokeOptions, string]>([
    [{ inferenceId: 'i'.repeat(65) }, 'it can have 64 characters at most'],
    [{ customAttributes: 'é' }, 'customAttributes is "é"; a header can hold visible ASCII'],
    [{ accept: 'a\r\nb' }, 'accept is "a\\r\\nb"'],
    [{ targetModel: 'm'.repeat(1025) }, '1024 characters'],
    [{ timeout: 0 }, 'timeout is "0"; it is in seconds, above 0'],
    [{ timeout: Number.NaN }, 'timeout is "NaN"'],
    [{ timeout: 3_000_000 }, 'at most 2147483'],
    [{ maxAttempts: 0 }, 'maxAttempts is "0"; it is a whole number, 1 or more'],
    [{ maxAttempts: 1.5 }, 'maxAttempts is "1.5"'],
  ])('refuses %j before any request', async (options, words) => {
    await using aws = await startFakeAws({})

    await expect(invokeEndpoint(aws.session, 'iris', 'x', options)).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining(words),
    })
    expect(aws.requests).toEqual([])
  })

  it("passes on SageMaker's words about an endpoint that isn't there", async () => {
    await using aws = await startFakeAws({
      [path]: [awsError('ValidationError', 'Endpoint iris of account 1 not found.')],
    })

    await expect(invokeEndpoint(aws.session, 'iris', 'x')).rejects.toMatchObject({
      code: 'request-refused',
      message: expect.stringContaining('Endpoint iris of account 1 not found.'),
    })
  })
})
