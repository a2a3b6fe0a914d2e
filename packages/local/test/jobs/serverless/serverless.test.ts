import { describe, expect, it } from 'vitest'
import { createConfig, createModel, invoke, waitForEndpoint } from '../../support/endpoints.ts'
import {
  bucket,
  type PlatformUnderTest,
  readLog,
  runFolders,
  usePlatform,
} from '../../support/with-platform.ts'

const opened = usePlatform()
const endpoint = { EndpointName: 'endpoint' }
const logGroup = '/aws/sagemaker/Endpoints/endpoint'
const idle = 300_000

/** Creates a serverless endpoint of a fixture program and waits for what becomes of it. */
async function serve(
  test: PlatformUnderTest,
  config: object = {},
  program = 'serves',
): Promise<unknown> {
  await createModel(test, 'model', test.images.addProgram(program))
  await createConfig(test, 'config', [
    {
      ModelName: 'model',
      ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 2, ...config },
    },
  ])
  await test.sageMaker('CreateEndpoint', { ...endpoint, EndpointConfigName: 'config' })
  return waitForEndpoint(test)
}

const containers = (test: PlatformUnderTest) => runFolders(test).length

async function countLogged(test: PlatformUnderTest, line: string): Promise<number> {
  return (await readLog(test, logGroup)).filter((one) => one === line).length
}

/** Waits until so many lines say this. */
async function untilLogged(test: PlatformUnderTest, line: string, count: number): Promise<void> {
  await expect.poll(() => countLogged(test, line)).toBe(count)
}

/** Lets the idle time pass and waits until so many containers are left. */
async function untilIdle(test: PlatformUnderTest, left: number): Promise<void> {
  test.clock.elapse(idle)
  await expect.poll(() => containers(test)).toBe(left)
}

describe('a serverless endpoint', () => {
  it('is described by its ServerlessConfig and has no instances', async () => {
    const test = opened()
    expect(await serve(test, { ProvisionedConcurrency: 1 })).toMatchObject({
      EndpointStatus: 'InService',
      ProductionVariants: [
        {
          CurrentInstanceCount: 0,
          CurrentServerlessConfig: {
            MemorySizeInMB: 2048,
            MaxConcurrency: 2,
            ProvisionedConcurrency: 1,
          },
        },
      ],
    })
    const config = await test.sageMaker('DescribeEndpointConfig', { EndpointConfigName: 'config' })
    expect(config.ProductionVariants[0]).not.toHaveProperty('InitialInstanceCount')
    expect(config.ProductionVariants[0].ServerlessConfig.MaxConcurrency).toBe(2)
  })

  it('goes down to no container when nobody asks, and starts one for the next request', async () => {
    const test = opened()
    await serve(test)
    expect((await invoke(test, { body: 'warm' })).text).toBe('warm')
    expect(containers(test)).toBe(1)
    await untilIdle(test, 0)
    expect(await countLogged(test, 'listening')).toBe(1)

    expect((await invoke(test, { body: 'cold' })).text).toBe('cold')
    expect(await countLogged(test, 'listening')).toBe(2)
    expect(containers(test)).toBe(1)
  })

  it('gives each request under way a container of its own, and one more than MaxConcurrency is throttled', async () => {
    const test = opened()
    await serve(test)
    const slow = [0, 1].map((i) => invoke(test, { order: 'slow', body: String(i) }))
    await untilLogged(test, 'asked to be slow', 2)

    await expect(invoke(test)).rejects.toMatchObject({
      code: 'ThrottlingException',
      statusCode: 400,
    })
    expect((await Promise.all(slow)).map(({ text }) => text)).toEqual(['0', '1'])
    expect(containers(test)).toBe(2)
    expect((await invoke(test, { body: 'again' })).text).toBe('again')
    await untilIdle(test, 0)
  })

  it('keeps as many containers as are provisioned, also when another number is asked for', async () => {
    const test = opened()
    await serve(test, { ProvisionedConcurrency: 1 })
    await invoke(test)
    test.clock.elapse(idle)
    expect((await invoke(test, { body: 'still' })).text).toBe('still')
    expect(await countLogged(test, 'listening')).toBe(1)
    await test.sageMaker('UpdateEndpointWeightsAndCapacities', {
      ...endpoint,
      DesiredWeightsAndCapacities: [
        {
          VariantName: 'variant-0',
          ServerlessUpdateConfig: { MaxConcurrency: 3, ProvisionedConcurrency: 2 },
        },
      ],
    })
    const { ProductionVariants } = (await waitForEndpoint(test)) as {
      ProductionVariants: { CurrentServerlessConfig: unknown }[]
    }

    expect(ProductionVariants[0]?.CurrentServerlessConfig).toEqual({
      MemorySizeInMB: 2048,
      MaxConcurrency: 3,
      ProvisionedConcurrency: 2,
    })
    await untilLogged(test, 'listening', 2)
  })

  it('starts another container where one has ended by itself', async () => {
    const test = opened()
    await serve(test, { MaxConcurrency: 1 })
    await expect(invoke(test, { order: 'crash' })).rejects.toMatchObject({ code: 'ModelError' })
    await expect
      .poll(() =>
        invoke(test, { body: 'next' }).then(
          ({ text }) => text,
          ({ code }) => code,
        ),
      )
      .toBe('next')
  })

  it('takes 4 MB and no more, and gives an answer 60 seconds', async () => {
    const test = opened()
    await serve(test)
    const largest = Buffer.alloc(4_194_304)
    expect((await invoke(test, { body: largest })).body).toHaveLength(4_194_304)
    await expect(invoke(test, { body: Buffer.alloc(4_194_305) })).rejects.toMatchObject({
      code: 'ValidationError',
      message: expect.stringContaining('less than or equal to 4194304'),
    })
    await expect(invoke(test, { order: 'tooLong' })).rejects.toThrow(
      'could not load the entire response body',
    )
    const hung = expect(invoke(test, { order: 'hang' })).rejects.toThrow('timed out')
    await untilLogged(test, 'asked to hang', 1)
    test.clock.elapse(60_000)
    await hung
  })

  it('fails to be created when its container is not healthy in three minutes', async () => {
    const test = opened()
    const created = serve(test, {}, 'serve-never-healthy')
    await expect.poll(() => readLog(test, logGroup).catch(() => [])).toContain('still loading')
    test.clock.elapse(180_000)

    expect(await created).toMatchObject({
      EndpointStatus: 'Failed',
      FailureReason: expect.stringContaining('did not pass the ping health check'),
    })
  })

  it('ends all its containers when it is deleted, or replaced by one with instances', async () => {
    const test = opened()
    await serve(test, { ProvisionedConcurrency: 2 })
    expect(containers(test)).toBe(2)
    await createConfig(test, 'instances', [{ ModelName: 'model' }])
    await test.sageMaker('UpdateEndpoint', { ...endpoint, EndpointConfigName: 'instances' })
    expect(await waitForEndpoint(test)).toMatchObject({
      ProductionVariants: [{ CurrentInstanceCount: 1 }],
    })
    await expect.poll(() => containers(test)).toBe(1)
    await test.sageMaker('UpdateEndpoint', { ...endpoint, EndpointConfigName: 'config' })
    await waitForEndpoint(test)
    await test.sageMaker('DeleteEndpoint', endpoint)
    await expect.poll(() => containers(test)).toBe(0)
  })

  it('says in its log that a process has no limit of memory', async () => {
    const test = opened()
    await serve(test)

    expect((await readLog(test, logGroup))[0]).toMatch(/2048 MB of memory.*is not limited/)
  })

  it("is refused beyond AWS's limits, and with what serverless endpoints lack", async () => {
    const test = opened()
    await createModel(test, 'model', test.images.addProgram('serves'))
    const good = { MemorySizeInMB: 1024, MaxConcurrency: 200 }
    const refused = (variant: object, changes: object = {}, others: object[] = []) =>
      createConfig(test, 'refused', [{ ModelName: 'model', ...variant }, ...others], changes).then(
        () => 'created',
        ({ message }) => message,
      )
    const serverless = (changes: object) => ({ ServerlessConfig: { ...good, ...changes } })

    expect(await refused(serverless({ MemorySizeInMB: 1500 }))).toMatch(
      /MemorySizeInMB 1500 .* 1024, 2048, 3072, 4096, 5120, 6144/,
    )
    expect(await refused(serverless({ MemorySizeInMB: 7168 }))).toMatch(
      /less than or equal to 6144/,
    )
    expect(await refused(serverless({ MaxConcurrency: 201 }))).toMatch(/less than or equal to 200/)
    expect(await refused(serverless({ MaxConcurrency: 2, ProvisionedConcurrency: 3 }))).toMatch(
      /ProvisionedConcurrency 3 .* MaxConcurrency 2/,
    )
    expect(await refused({ ...serverless({}), InitialInstanceCount: 1 })).toMatch(
      /must not have InitialInstanceCount/,
    )
    expect(await refused(serverless({}), { EnableNetworkIsolation: true })).toMatch(
      /^Network isolation is not supported/,
    )
    expect(await refused(serverless({}), {}, [{ ModelName: 'model' }])).toMatch(
      /^Multiple production variants are not supported/,
    )
    const output = { OutputConfig: { S3OutputPath: `s3://${bucket}/answers` } }
    expect(await refused(serverless({}), { AsyncInferenceConfig: output })).toMatch(
      /^AsyncInferenceConfig is not supported/,
    )
    expect(await refused(serverless({}))).toBe('created')
  })
})
