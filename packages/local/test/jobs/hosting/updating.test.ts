import { describe, expect, it } from 'vitest'
import {
  createConfig,
  createEndpoint,
  createModel,
  invoke,
  waitForEndpoint,
} from '../../support/endpoints.ts'
import {
  type PlatformUnderTest,
  readLog,
  runFolders,
  usePlatform,
} from '../../support/with-platform.ts'

const opened = usePlatform()
const logGroup = '/aws/sagemaker/Endpoints/endpoint'
const endpoint = { EndpointName: 'endpoint' }
const arn = 'arn:aws:sagemaker:us-east-1:000000000000:endpoint/endpoint'

/** Brings up an endpoint whose model says that it is of version old. */
async function serveOld(
  test: PlatformUnderTest,
  variants: readonly object[] = [{}],
): Promise<void> {
  const image = test.images.addProgram('serves')
  await createModel(test, 'old', image, undefined, { VERSION: 'old' })
  await createModel(test, 'new', image, undefined, { VERSION: 'new' })
  await createEndpoint(
    test,
    variants.map((variant) => ({ ModelName: 'old', ...variant })),
  )
  await waitForEndpoint(test)
}

/** Begins to deploy a configuration of one model. */
async function update(test: PlatformUnderTest, model: string, changes: object = {}): Promise<void> {
  const EndpointConfigName = `${model}-config`
  await createConfig(test, EndpointConfigName, [{ ModelName: model }])
  await test.sageMaker('UpdateEndpoint', { ...endpoint, EndpointConfigName, ...changes })
}

const describeEndpoint = (test: PlatformUnderTest) => test.sageMaker('DescribeEndpoint', endpoint)

async function versionOf(test: PlatformUnderTest): Promise<string> {
  return JSON.parse((await invoke(test, { order: 'environment' })).text).VERSION
}

/** Waits until a server writes that it still loads. */
async function untilLoading(test: PlatformUnderTest): Promise<void> {
  await expect.poll(() => readLog(test, logGroup)).toContain('still loading')
}

describe('UpdateEndpoint', () => {
  it('serves by the old version until the new one is healthy, and by that from then on [G061]', async () => {
    const test = opened()
    await serveOld(test)
    await update(test, 'new')

    const during = await describeEndpoint(test)
    expect(during).toMatchObject({ EndpointStatus: 'Updating', EndpointConfigName: 'config' })
    expect(during.PendingDeploymentSummary).toMatchObject({
      EndpointConfigName: 'new-config',
      ProductionVariants: [
        {
          VariantName: 'variant-0',
          CurrentInstanceCount: 0,
          VariantStatus: [{ Status: 'Creating' }],
        },
      ],
      StartTime: expect.any(Number),
    })
    expect(await versionOf(test)).toBe('old')
    const after = await waitForEndpoint(test)
    expect(after).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'new-config' })
    expect(after).not.toHaveProperty('PendingDeploymentSummary')
    expect(after).not.toHaveProperty('FailureReason')
    expect(await versionOf(test)).toBe('new')
    expect(await readLog(test, logGroup)).toContain('told to stop')
    expect(runFolders(test)).toHaveLength(1)
  })

  it('loses no invocation while the versions change', async () => {
    const test = opened()
    await serveOld(test)
    await update(test, 'new')
    const versions = new Set<string>()
    for (let isDone = false; !isDone; ) {
      isDone = (await describeEndpoint(test)).EndpointStatus === 'InService'
      for (const version of await Promise.all([0, 1, 2, 3].map(() => versionOf(test))))
        versions.add(version)
    }

    expect([...versions]).toEqual(['old', 'new'])
  })

  it('lets what was asked of the old version be answered by it before it ends', async () => {
    const test = opened()
    await serveOld(test)
    const slow = invoke(test, { order: 'slow', body: 'asked before' })
    await expect.poll(() => readLog(test, logGroup)).toContain('asked to be slow')
    await update(test, 'new')

    expect((await slow).text).toBe('asked before')
    await waitForEndpoint(test)
    expect(await versionOf(test)).toBe('new')
  })

  it('rolls back when the new version ends: in service by the old configuration, with the reason [G061]', async () => {
    const test = opened()
    await serveOld(test)
    await createModel(test, 'bad', test.images.addProgram('serve-exits'))
    await update(test, 'bad')

    const after = await waitForEndpoint(test)
    expect(after).toMatchObject({
      EndpointStatus: 'InService',
      EndpointConfigName: 'config',
      FailureReason: expect.stringContaining('CannotStartContainerError'),
    })
    expect(after).not.toHaveProperty('PendingDeploymentSummary')
    expect(await versionOf(test)).toBe('old')
    expect(runFolders(test)).toHaveLength(1)
  })

  it('rolls back when the new version is never healthy, and forgets the reason at the next success', async () => {
    const test = opened()
    await serveOld(test)
    await createModel(test, 'bad', test.images.addProgram('serve-never-healthy'))
    await update(test, 'bad')
    await untilLoading(test)
    test.clock.elapse(480_000)

    expect((await waitForEndpoint(test)).FailureReason).toMatch(
      /did not pass the ping health check/,
    )
    await update(test, 'new')
    expect(await waitForEndpoint(test)).not.toHaveProperty('FailureReason')
    expect(await versionOf(test)).toBe('new')
  })

  it('is refused, as is deletion, while the endpoint is being created, updated or deleted', async () => {
    const test = opened()
    const image = test.images.addProgram('serves')
    await createModel(test, 'old', image)
    await createEndpoint(test, [{ ModelName: 'old' }])
    const again = () =>
      test.sageMaker('UpdateEndpoint', { ...endpoint, EndpointConfigName: 'config' })
    const inProgress = `Cannot update in-progress endpoint "${arn}".`
    const reweigh = () =>
      test.sageMaker('UpdateEndpointWeightsAndCapacities', {
        ...endpoint,
        DesiredWeightsAndCapacities: [{ VariantName: 'variant-0', DesiredWeight: 1 }],
      })

    await expect(again()).rejects.toThrow(inProgress)
    await waitForEndpoint(test)
    await again()
    for (const refused of [again, reweigh, () => test.sageMaker('DeleteEndpoint', endpoint)])
      await expect(refused()).rejects.toMatchObject({
        code: 'ValidationException',
        message: inProgress,
      })
    expect((await waitForEndpoint(test)).EndpointStatus).toBe('InService')
    await test.sageMaker('DeleteEndpoint', endpoint)
    await expect(again()).rejects.toThrow(inProgress)
  })

  it('is refused for an endpoint that has failed, or is not there, and for a configuration that is not', async () => {
    const test = opened()
    await createModel(test, 'bad', test.images.addProgram('serve-exits'))
    await createEndpoint(test, [{ ModelName: 'bad' }])
    await waitForEndpoint(test)
    const update = (EndpointName: string, EndpointConfigName: string) =>
      test.sageMaker('UpdateEndpoint', { EndpointName, EndpointConfigName })

    await expect(update('endpoint', 'config')).rejects.toThrow('its status is Failed')
    await expect(update('nope', 'config')).rejects.toThrow(
      'Could not find endpoint "arn:aws:sagemaker:us-east-1:000000000000:endpoint/nope".',
    )
    await createModel(test, 'old', test.images.addProgram('serves'))
    await createEndpoint(test, [{ ModelName: 'old' }], 'good')
    await waitForEndpoint(test, 'good')
    await expect(update('good', 'nope')).rejects.toThrow('Could not find endpoint configuration')
  })

  it('keeps weights and counts where asked, but for those excluded', async () => {
    const test = opened()
    await serveOld(test)
    await test.sageMaker('UpdateEndpointWeightsAndCapacities', {
      ...endpoint,
      DesiredWeightsAndCapacities: [
        { VariantName: 'variant-0', DesiredWeight: 5, DesiredInstanceCount: 2 },
      ],
    })
    await waitForEndpoint(test)
    await update(test, 'new', {
      RetainAllVariantProperties: true,
      ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DesiredWeight' }],
    })
    expect((await waitForEndpoint(test)).ProductionVariants).toMatchObject([
      { CurrentWeight: 1, CurrentInstanceCount: 2, DesiredInstanceCount: 2 },
    ])

    await test.sageMaker('UpdateEndpoint', { ...endpoint, EndpointConfigName: 'config' })
    expect((await waitForEndpoint(test)).ProductionVariants).toMatchObject([
      { CurrentWeight: 1, CurrentInstanceCount: 1 },
    ])
    expect(await versionOf(test)).toBe('old')
  })

  it('shifts the traffic in steps, waits before the old version ends, and shows how when it is done', async () => {
    const test = opened()
    await serveOld(test)
    const DeploymentConfig = {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: {
          Type: 'CANARY',
          WaitIntervalInSeconds: 600,
          CanarySize: { Type: 'CAPACITY_PERCENT', Value: 25 },
        },
        TerminationWaitInSeconds: 300,
      },
    }
    await update(test, 'new', { DeploymentConfig })
    await expect.poll(async () => countVersions(test, 8)).toEqual({ old: 6, new: 2 })
    const { PendingDeploymentSummary } = await describeEndpoint(test)
    expect(PendingDeploymentSummary.ProductionVariants[0].VariantStatus[0].Status).toBe('Baking')

    test.clock.elapse(600_000)
    await expect.poll(async () => countVersions(test, 8)).toEqual({ new: 8 })
    expect(await readLog(test, logGroup)).not.toContain('told to stop')
    await expect
      .poll(async () => {
        test.clock.elapse(300_000)
        return (await describeEndpoint(test)).EndpointStatus
      })
      .toBe('InService')
    const after = await waitForEndpoint(test)
    expect(after.LastDeploymentConfig).toEqual(DeploymentConfig)
    expect(await readLog(test, logGroup)).toContain('told to stop')
  })

  it('uses the last way of deploying again where asked, and only then', async () => {
    const test = opened()
    await serveOld(test)
    const DeploymentConfig = {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 0 },
      },
    }
    await update(test, 'new', { DeploymentConfig })
    await waitForEndpoint(test)
    const again = { ...endpoint, EndpointConfigName: 'config' }
    await test.sageMaker('UpdateEndpoint', { ...again, RetainDeploymentConfig: true })

    expect((await waitForEndpoint(test)).LastDeploymentConfig).toEqual(DeploymentConfig)
    await test.sageMaker('UpdateEndpoint', again)
    expect(await waitForEndpoint(test)).not.toHaveProperty('LastDeploymentConfig')
  })

  it('refuses ways of deploying that are not here, by name', async () => {
    const test = opened()
    await serveOld(test)
    const size = { Type: 'INSTANCE_COUNT', Value: 1 }
    for (const DeploymentConfig of [
      { RollingUpdatePolicy: { MaximumBatchSize: size, WaitIntervalInSeconds: 1 } },
      { AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'too-many-errors' }] } },
    ]) {
      const request = { ...endpoint, EndpointConfigName: 'config', DeploymentConfig }
      await expect(test.sageMaker('UpdateEndpoint', request)).rejects.toThrow(
        'is not available in this local emulator',
      )
    }
  })
})

async function countVersions(
  test: PlatformUnderTest,
  invocations: number,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (let i = 0; i < invocations; i += 1) {
    const version = await versionOf(test)
    counts[version] = (counts[version] ?? 0) + 1
  }
  return counts
}

describe('UpdateEndpointWeightsAndCapacities', () => {
  const change = (test: PlatformUnderTest, ...DesiredWeightsAndCapacities: object[]) =>
    test.sageMaker('UpdateEndpointWeightsAndCapacities', {
      ...endpoint,
      DesiredWeightsAndCapacities,
    })

  it('changes how traffic is split: weights 3 and 1 give 750 and 250 of 1000 [G063]', async () => {
    const test = opened()
    await serveOld(test, [{}, {}])
    await change(test, { VariantName: 'variant-0', DesiredWeight: 3 })
    await waitForEndpoint(test)
    const counts: Record<string, number> = {}
    for (let i = 0; i < 1000; i += 1) {
      const variant = String((await invoke(test)).headers['x-amzn-invoked-production-variant'])
      counts[variant] = (counts[variant] ?? 0) + 1
    }

    expect(counts).toEqual({ 'variant-0': 750, 'variant-1': 250 })
  })

  it('shows what is wanted beside what is, until it is', async () => {
    const test = opened()
    await serveOld(test)
    await change(test, { VariantName: 'variant-0', DesiredWeight: 2, DesiredInstanceCount: 3 })

    const during = await describeEndpoint(test)
    expect(during.EndpointStatus).toBe('Updating')
    expect(during).not.toHaveProperty('PendingDeploymentSummary')
    expect(during.ProductionVariants).toMatchObject([
      { CurrentWeight: 1, DesiredWeight: 2, CurrentInstanceCount: 1, DesiredInstanceCount: 3 },
    ])
    expect((await waitForEndpoint(test)).ProductionVariants).toMatchObject([
      { CurrentWeight: 2, DesiredWeight: 2, CurrentInstanceCount: 3, DesiredInstanceCount: 3 },
    ])
  })

  it('runs as many servers as wanted, each with its share, and ends those beyond', async () => {
    const test = opened()
    await serveOld(test, [{ InitialInstanceCount: 2 }])
    const ports = async (invocations: number) => {
      const found = new Map<string, number>()
      for (let i = 0; i < invocations; i += 1) {
        const { text } = await invoke(test, { order: 'environment' })
        const port = JSON.parse(text).SAGEMAKER_BIND_TO_PORT
        found.set(port, (found.get(port) ?? 0) + 1)
      }
      return found
    }
    expect([...(await ports(10)).values()]).toEqual([5, 5])
    await change(test, { VariantName: 'variant-0', DesiredInstanceCount: 3 })
    await waitForEndpoint(test)
    expect([...(await ports(12)).values()]).toEqual([4, 4, 4])

    await change(test, { VariantName: 'variant-0', DesiredInstanceCount: 1 })
    await waitForEndpoint(test)
    expect((await ports(4)).size).toBe(1)
    expect(runFolders(test)).toHaveLength(1)
    expect((await readLog(test, logGroup)).filter((line) => line === 'told to stop')).toHaveLength(
      2,
    )
  })

  it('rolls back when an instance more does not come up, with the reason', async () => {
    const test = opened()
    const data = await test.put('flags/ready', 'yes')
    const image = test.images.addProgram('serves')
    const S3DataSource = { S3Uri: data, S3DataType: 'S3Object', CompressionType: 'None' }
    await test.sageMaker('CreateModel', {
      ModelName: 'model',
      PrimaryContainer: { Image: image, ModelDataSource: { S3DataSource } },
    })
    await createEndpoint(test, [{ ModelName: 'model' }])
    await waitForEndpoint(test)
    test.objects.delete('bucket', 'flags/ready')
    await change(test, { VariantName: 'variant-0', DesiredWeight: 7, DesiredInstanceCount: 2 })

    expect(await waitForEndpoint(test)).toMatchObject({
      EndpointStatus: 'InService',
      FailureReason: 'ClientError: Could not find model data at s3://bucket/flags/ready.',
      ProductionVariants: [{ CurrentWeight: 1, DesiredWeight: 1, DesiredInstanceCount: 1 }],
    })
    expect((await invoke(test, { body: 'still here' })).text).toBe('still here')
  })

  it('refuses variants that are not there or given twice, and an endpoint of no instances', async () => {
    const test = opened()
    await serveOld(test)
    const good = { VariantName: 'variant-0', DesiredWeight: 1 }

    await expect(change(test, { VariantName: 'nope', DesiredWeight: 1 })).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringContaining('no production variant "nope"'),
    })
    await expect(change(test, good, good)).rejects.toThrow('given more than once')
    await expect(
      change(test, { VariantName: 'variant-0', DesiredInstanceCount: 0 }),
    ).rejects.toThrow('at least one instance')
    expect((await describeEndpoint(test)).EndpointStatus).toBe('InService')
  })
})
