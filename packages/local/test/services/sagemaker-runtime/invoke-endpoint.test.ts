import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createEndpoint, createModel, invoke, waitForEndpoint } from '../../support/endpoints.ts'
import { type PlatformUnderTest, readLog, usePlatform } from '../../support/with-platform.ts'

/** Brings up an endpoint with one variant for each list of members. */
async function serve(test: PlatformUnderTest, variants: readonly object[] = [{}]): Promise<void> {
  await createModel(test, 'model', test.images.addProgram('serves'))
  await createEndpoint(
    test,
    variants.map((variant) => ({ ModelName: 'model', ...variant })),
  )
  await waitForEndpoint(test)
}

const opened = usePlatform()

describe('InvokeEndpoint', () => {
  it('passes bytes unchanged both ways, and refuses one too many [G066]', async () => {
    const test = opened()
    await serve(test)
    const bytes = Buffer.concat([Buffer.from([0, 255, 10, 13, 0]), randomBytes(5_900_000)])

    expect(Buffer.compare((await invoke(test, { body: bytes })).body, bytes)).toBe(0)
    expect((await invoke(test)).body).toHaveLength(0)
    await expect(invoke(test, { body: Buffer.alloc(6_291_457) })).rejects.toMatchObject({
      code: 'ValidationError',
      statusCode: 400,
      message: expect.stringContaining('length less than or equal to 6291456'),
    })
  })

  it("gives the container the API's headers and no other of the client's [G067]", async () => {
    const test = opened()
    await serve(test)
    const passed = {
      'content-type': 'text/csv; charset=utf-8',
      accept: 'application/json',
      'x-amzn-sagemaker-inference-id': 'id-1',
      'x-amzn-sagemaker-target-variant': 'variant-0',
    }
    const { text } = await invoke(test, {
      order: 'headers',
      headers: { ...passed, authorization: 'AWS4-HMAC-SHA256 …', cookie: 'a=b', 'x-own': '1' },
    })

    const seen = JSON.parse(text)
    expect(seen).toMatchObject({ ...passed, 'x-amzn-sagemaker-custom-attributes': 'headers' })
    expect(seen).not.toHaveProperty('authorization')
    expect(seen).not.toHaveProperty('cookie')
    expect(seen).not.toHaveProperty('x-own')
  })

  it("answers with the container's type and attributes and the variant [G068]", async () => {
    const test = opened()
    await serve(test)

    expect((await invoke(test)).headers).toEqual({
      'content-type': 'application/x-echo',
      'x-amzn-sagemaker-custom-attributes': 'from the container',
      'x-amzn-invoked-production-variant': 'variant-0',
    })
  })

  it("reports the container's errors as ModelError [G069]", async () => {
    const test = opened()
    await serve(test)

    await expect(invoke(test, { order: 'status=500' })).rejects.toMatchObject({
      code: 'ModelError',
      statusCode: 424,
      message:
        'Received server error (500) from primary with message "what went wrong". See https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logEventViewer:group=/aws/sagemaker/Endpoints/endpoint in account 000000000000 for more information.',
      members: {
        OriginalStatusCode: 500,
        OriginalMessage: 'what went wrong',
        LogStreamArn:
          'arn:aws:logs:us-east-1:000000000000:log-group:/aws/sagemaker/Endpoints/endpoint',
      },
    })
    await expect(invoke(test, { order: 'status=400' })).rejects.toMatchObject({
      message: expect.stringContaining('Received client error (400) from primary with message'),
      members: { OriginalStatusCode: 400 },
    })
  })

  it('reports an answer that breaks off or is too long as ModelError', async () => {
    const test = opened()
    await serve(test)

    await expect(invoke(test, { order: 'break' })).rejects.toMatchObject({
      code: 'ModelError',
      members: { OriginalStatusCode: 0 },
    })
    await expect(invoke(test, { order: 'tooLong' })).rejects.toMatchObject({
      code: 'ModelError',
      message: expect.stringContaining('could not load the entire response body'),
    })
  })

  it('is refused for an endpoint that is not there or not yet in service [G071]', async () => {
    const test = opened()
    await expect(invoke(test)).rejects.toMatchObject({
      code: 'ValidationError',
      statusCode: 400,
      message: 'Endpoint endpoint of account 000000000000 not found.',
    })

    await createModel(test, 'model', test.images.addProgram('serves'))
    await createEndpoint(test, [{ ModelName: 'model' }])
    await expect(invoke(test)).rejects.toMatchObject({ code: 'ValidationError' })
    await waitForEndpoint(test)
  })

  it('goes to the variant that it names [G072]', async () => {
    const test = opened()
    await serve(test, [{}, {}])
    const target = (name: string) =>
      invoke(test, { headers: { 'x-amzn-sagemaker-target-variant': name } })

    expect((await target('variant-1')).headers).toMatchObject({
      'x-amzn-invoked-production-variant': 'variant-1',
    })
    await expect(target('variant-2')).rejects.toMatchObject({ code: 'ValidationError' })
  })

  it('spreads over variants by weight', async () => {
    const test = opened()
    await serve(test, [{ InitialVariantWeight: 3 }, { InitialVariantWeight: 1 }])
    const counts: Record<string, number> = {}
    for (let i = 0; i < 100; i += 1) {
      const { headers } = await invoke(test)
      const variant = String(headers['x-amzn-invoked-production-variant'])
      counts[variant] = (counts[variant] ?? 0) + 1
    }

    expect(counts).toEqual({ 'variant-0': 75, 'variant-1': 25 })
  })

  it('refuses headers that the API does not allow', async () => {
    const test = opened()
    await expect(
      invoke(test, { headers: { 'x-amzn-sagemaker-inference-id': 'x'.repeat(65) } }),
    ).rejects.toMatchObject({
      code: 'ValidationError',
      message: expect.stringContaining("at 'inferenceId' failed to satisfy constraint"),
    })
  })

  it('ends as ModelError with the text of a timeout when it is not answered in 60 s [G070]', async () => {
    const test = opened()
    await serve(test)
    const answer = invoke(test, { order: 'hang' })
    const refused = expect(answer).rejects.toMatchObject({
      code: 'ModelError',
      message: expect.stringContaining(
        'Received server error (0) from primary with message "Your invocation timed out while waiting for a response from container primary.',
      ),
    })
    await expect
      .poll(() => readLog(test, '/aws/sagemaker/Endpoints/endpoint'))
      .toContain('asked to hang')
    test.clock.elapse(60_000)

    await refused
  })

  it('serves two endpoints and two variants at the same time on ports of their own [G064]', async () => {
    const test = opened()
    await serve(test)
    await createEndpoint(test, [{ ModelName: 'model' }, { ModelName: 'model' }], 'second')
    await waitForEndpoint(test, 'second')
    const ports = await Promise.all(
      [
        { endpoint: 'endpoint' },
        { endpoint: 'second', headers: { 'x-amzn-sagemaker-target-variant': 'variant-0' } },
        { endpoint: 'second', headers: { 'x-amzn-sagemaker-target-variant': 'variant-1' } },
      ].map(async (invocation) => {
        const { text } = await invoke(test, { ...invocation, order: 'environment' })
        return JSON.parse(text).SAGEMAKER_BIND_TO_PORT
      }),
    )

    expect(new Set(ports).size).toBe(3)
  })
})
