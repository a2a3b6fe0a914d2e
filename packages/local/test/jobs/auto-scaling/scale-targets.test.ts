import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { backlogTracking, scaling } from '../../support/auto-scaling.ts'
import { createEndpoint, createModel, invoke, waitForEndpoint } from '../../support/endpoints.ts'
import { createAsyncEndpoint, invokeAsync, untilStored } from '../../support/invoke-async.ts'
import { type PlatformUnderTest, runFolders, usePlatform } from '../../support/with-platform.ts'

const opened = usePlatform()

/** Brings up an endpoint in real time with one instance. */
async function serve(test: PlatformUnderTest, variant: object = {}): Promise<void> {
  await createModel(test, 'model', test.images.addProgram('serves'))
  await createEndpoint(test, [{ ModelName: 'model', ...variant }])
  await waitForEndpoint(test)
}

/** Brings up an asynchronous endpoint with one instance. */
async function serveAsync(test: PlatformUnderTest): Promise<void> {
  await createModel(test, 'model', test.images.addProgram('serves'))
  await createAsyncEndpoint(test)
  await waitForEndpoint(test)
}

/** Lets minutes pass, one by one, and lets who woke up do its work. */
async function pass(test: PlatformUnderTest, minutes: number): Promise<void> {
  for (let i = 0; i < minutes; i += 1) {
    test.clock.elapse(60_000)
    for (let turn = 0; turn < 5; turn += 1) await setImmediate()
  }
}

async function instances(test: PlatformUnderTest): Promise<number> {
  return (await waitForEndpoint(test)).ProductionVariants[0].CurrentInstanceCount
}

const track = (test: PlatformUnderTest, configuration: object, PolicyName = 'track') =>
  scaling(test, 'PutScalingPolicy', {
    PolicyName,
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: configuration,
  })

const invocationsPerInstance = (TargetValue: number, changes: object = {}) => ({
  TargetValue,
  PredefinedMetricSpecification: {
    PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance',
  },
  ...changes,
})

/** So many invocations in each of so many minutes. */
async function load(test: PlatformUnderTest, minutes: number, each: number): Promise<void> {
  for (let i = 0; i < minutes; i += 1) {
    await Promise.all(Array.from({ length: each }, () => invoke(test)))
    await pass(test, 1)
  }
}

describe('target tracking of SageMakerVariantInvocationsPerInstance', () => {
  it('starts instances under load and ends them without it, down to the minimum', async () => {
    const test = opened()
    await serve(test)
    await scaling(test, 'RegisterScalableTarget', { MinCapacity: 1, MaxCapacity: 3 })
    const { Alarms } = await track(test, invocationsPerInstance(5))
    await load(test, 2, 10)
    expect(await instances(test)).toBe(1)
    await load(test, 1, 10)

    expect(await instances(test)).toBe(2)
    expect(runFolders(test)).toHaveLength(2)
    await pass(test, 16)
    expect(await instances(test)).toBe(1)
    await expect.poll(() => runFolders(test).length).toBe(1)
    const { ScalingActivities: seen } = await scaling(test, 'DescribeScalingActivities')
    expect(seen).toMatchObject([
      { Description: 'Setting desired instance count to 1.', StatusCode: 'Successful' },
      {
        Description: 'Setting desired instance count to 2.',
        Cause: `monitor alarm ${Alarms[0].AlarmName} in state ALARM triggered policy track`,
        StatusMessage:
          'Successfully set desired instance count to 2. Change successfully fulfilled by sagemaker.',
      },
    ])
    await pass(test, 20)
    expect(await instances(test)).toBe(1)
  })

  it('goes no further than the maximum, and waits for the cooldown before it goes on', async () => {
    const test = opened()
    await serve(test)
    await scaling(test, 'RegisterScalableTarget', { MinCapacity: 1, MaxCapacity: 2 })
    await track(test, invocationsPerInstance(1, { ScaleOutCooldown: 600 }))
    await load(test, 3, 9)
    expect(await instances(test)).toBe(2)
    await scaling(test, 'RegisterScalableTarget', { MaxCapacity: 3 })
    await load(test, 4, 9)
    expect(await instances(test)).toBe(2)
    await load(test, 6, 9)

    expect(await instances(test)).toBe(3)
  })

  it('does nothing while scaling is suspended, or scaling in disabled', async () => {
    const test = opened()
    await serve(test, { InitialInstanceCount: 2 })
    await scaling(test, 'RegisterScalableTarget', {
      MinCapacity: 1,
      MaxCapacity: 4,
      SuspendedState: { DynamicScalingOutSuspended: true },
    })
    await track(test, invocationsPerInstance(1, { DisableScaleIn: true }))
    await load(test, 4, 9)
    await pass(test, 20)
    expect(await instances(test)).toBe(2)
    await scaling(test, 'DeleteScalingPolicy', { PolicyName: 'track' })
    await pass(test, 20)

    expect(await instances(test)).toBe(2)
  })

  it('scales in only when no other policy needs the instances', async () => {
    const test = opened()
    await serve(test, { InitialInstanceCount: 2 })
    await scaling(test, 'RegisterScalableTarget', { MinCapacity: 1, MaxCapacity: 2 })
    await track(test, invocationsPerInstance(100), 'needs little')
    await track(test, invocationsPerInstance(2), 'needs both')
    await load(test, 16, 4)

    expect(await instances(test)).toBe(2)
  })
})

describe('an asynchronous endpoint', () => {
  it('comes down to no instance, and back when more wait than the target', async () => {
    const test = opened()
    await serveAsync(test)
    await scaling(test, 'RegisterScalableTarget', { MinCapacity: 0, MaxCapacity: 2 })
    await track(test, backlogTracking(2))
    await pass(test, 15)
    expect(await instances(test)).toBe(0)
    await expect.poll(() => runFolders(test).length).toBe(0)

    const told = await Promise.all([1, 2, 3].map((i) => invokeAsync(test, { body: `body ${i}` })))
    await pass(test, 3)
    expect(await instances(test)).toBe(2)
    for (const [i, { output }] of told.entries())
      expect((await untilStored(test, output)).text).toBe(`body ${i + 1}`)
  })

  it('starts an instance by steps for a single request that waits without one', async () => {
    const test = opened()
    await serveAsync(test)
    await scaling(test, 'RegisterScalableTarget', { MinCapacity: 0, MaxCapacity: 2 })
    await track(test, backlogTracking(5))
    await scaling(test, 'PutScalingPolicy', {
      PolicyName: 'from none',
      PolicyType: 'StepScaling',
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'ChangeInCapacity',
        MetricAggregationType: 'Average',
        Cooldown: 300,
        StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
      },
    })
    await pass(test, 15)
    expect(await instances(test)).toBe(0)
    const told = await invokeAsync(test, { body: 'alone' })
    await pass(test, 6)

    expect((await untilStored(test, told.output)).text).toBe('alone')
    expect(await instances(test)).toBe(1)
    const { ScalingActivities: seen } = await scaling(test, 'DescribeScalingActivities')
    expect(seen[0].Cause).toMatch(/HasBacklogWithoutCapacity .* triggered policy from none/)
  })
})
