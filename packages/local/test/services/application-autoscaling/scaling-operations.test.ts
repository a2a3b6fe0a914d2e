import { describe, expect, it } from 'vitest'
import { backlogTracking, resource, scaling } from '../../support/auto-scaling.ts'
import { createEndpoint, createModel, waitForEndpoint } from '../../support/endpoints.ts'
import { type PlatformUnderTest, usePlatform } from '../../support/with-platform.ts'

const opened = usePlatform()
const bounds = { MinCapacity: 1, MaxCapacity: 3 }

async function serve(test: PlatformUnderTest, variant: object = {}): Promise<void> {
  await createModel(test, 'model', test.images.addProgram('serves'))
  await createEndpoint(test, [{ ModelName: 'model', ...variant }])
  await waitForEndpoint(test)
}

const policy = (changes: object = {}, PolicyName = 'policy') => ({
  PolicyName,
  PolicyType: 'TargetTrackingScaling',
  TargetTrackingScalingPolicyConfiguration: backlogTracking(5, changes),
})

describe('a scalable target', () => {
  it('is described as it was registered, takes other bounds and keeps the rest', async () => {
    const test = opened()
    await serve(test)
    const { ScalableTargetARN } = await scaling(test, 'RegisterScalableTarget', bounds)
    expect(ScalableTargetARN).toMatch(
      /^arn:aws:application-autoscaling:us-east-1:000000000000:scalable-target\/[0-9a-f]{32}$/,
    )
    const again = await scaling(test, 'RegisterScalableTarget', {
      MaxCapacity: 5,
      SuspendedState: { DynamicScalingInSuspended: true },
    })

    expect(again).toEqual({ ScalableTargetARN })
    expect(await scaling(test, 'DescribeScalableTargets')).toEqual({
      ScalableTargets: [
        {
          ...resource,
          MinCapacity: 1,
          MaxCapacity: 5,
          RoleARN: expect.stringContaining('AWSServiceRoleForApplicationAutoScaling_SageMaker'),
          CreationTime: expect.any(Number),
          SuspendedState: {
            DynamicScalingInSuspended: true,
            DynamicScalingOutSuspended: false,
            ScheduledScalingSuspended: false,
          },
          ScalableTargetARN,
        },
      ],
    })
    expect(await scaling(test, 'DescribeScalableTargets', { ResourceIds: ['other'] })).toEqual({
      ScalableTargets: [],
    })
  })

  it('brings its variant within its bounds at once', async () => {
    const test = opened()
    await serve(test)
    await scaling(test, 'RegisterScalableTarget', { MinCapacity: 2, MaxCapacity: 3 })
    expect((await waitForEndpoint(test)).ProductionVariants[0].CurrentInstanceCount).toBe(2)
    const { ScalingActivities: seen } = await scaling(test, 'DescribeScalingActivities')

    expect(seen).toMatchObject([
      {
        ...resource,
        Description: 'Setting desired instance count to 2.',
        Cause: 'minimum capacity was set to 2',
        StatusCode: 'Successful',
        EndTime: expect.any(Number),
      },
    ])
  })

  it('is refused for what cannot be scaled, is not there, or has bounds the wrong way round', async () => {
    const test = opened()
    await serve(test)
    const refused = (changes: object) =>
      scaling(test, 'RegisterScalableTarget', { ...bounds, ...changes }).then(
        () => 'registered',
        ({ code, message }) => `${code}: ${message}`,
      )

    expect(await refused({ ServiceNamespace: 'ecs' })).toMatch(
      /^ValidationException: Unsupported service namespace, resource type or scalable dimension/,
    )
    expect(await refused({ ServiceNamespace: 'nothing' })).toMatch(
      /'nothing' at 'serviceNamespace' failed to satisfy constraint: Member must satisfy enum/,
    )
    expect(await refused({ ResourceId: 'endpoint/other/variant/variant-0' })).toMatch(
      /^ValidationException: SageMaker endpoint variant doesn't exist/,
    )
    expect(await refused({ MinCapacity: 4 })).toMatch(
      /Maximum capacity cannot be less than minimum capacity/,
    )
    expect(await refused({ MaxCapacity: undefined })).not.toBe('registered')
  })

  it('goes with its policies, and not twice', async () => {
    const test = opened()
    await serve(test)
    await scaling(test, 'RegisterScalableTarget', bounds)
    await scaling(test, 'PutScalingPolicy', policy())
    await scaling(test, 'DeregisterScalableTarget')

    expect(await scaling(test, 'DescribeScalingPolicies')).toEqual({ ScalingPolicies: [] })
    await expect(scaling(test, 'DeregisterScalableTarget')).rejects.toMatchObject({
      code: 'ObjectNotFoundException',
      statusCode: 400,
      message:
        'No scalable target found for service namespace: sagemaker, resource ID: endpoint/endpoint/variant/variant-0, scalable dimension: sagemaker:variant:DesiredInstanceCount',
    })
  })
})

describe('a scaling policy', () => {
  it('is described as it was put, with two alarms, and replaced by one of its name', async () => {
    const test = opened()
    await serve(test)
    await scaling(test, 'RegisterScalableTarget', bounds)
    const put = await scaling(test, 'PutScalingPolicy', policy())
    expect(put.PolicyARN).toMatch(
      /^arn:aws:autoscaling:us-east-1:000000000000:scalingPolicy:[0-9a-f-]{36}:resource\/sagemaker\/endpoint\/endpoint\/variant\/variant-0:policyName\/policy$/,
    )
    expect(put.Alarms).toHaveLength(2)
    const again = await scaling(test, 'PutScalingPolicy', policy({ ScaleInCooldown: 1 }))

    expect(again).toEqual(put)
    expect(await scaling(test, 'DescribeScalingPolicies', { PolicyNames: ['policy'] })).toEqual({
      ScalingPolicies: [
        {
          ...resource,
          ...policy({ ScaleInCooldown: 1 }),
          ...put,
          CreationTime: expect.any(Number),
        },
      ],
    })
    await scaling(test, 'DeleteScalingPolicy', { PolicyName: 'policy' })
    await expect(
      scaling(test, 'DeleteScalingPolicy', { PolicyName: 'policy' }),
    ).rejects.toMatchObject({
      code: 'ObjectNotFoundException',
      message: expect.stringMatching(/^No scaling policy found for .* policy name: policy$/),
    })
  })

  it('comes in pages, whose token is checked', async () => {
    const test = opened()
    await serve(test)
    await scaling(test, 'RegisterScalableTarget', bounds)
    for (const name of ['a', 'b', 'c']) await scaling(test, 'PutScalingPolicy', policy({}, name))
    const first = await scaling(test, 'DescribeScalingPolicies', { MaxResults: 2 })
    const { NextToken } = first
    const second = await scaling(test, 'DescribeScalingPolicies', { MaxResults: 2, NextToken })

    const names = [first, second].map(({ ScalingPolicies }) =>
      ScalingPolicies.map(({ PolicyName }: { PolicyName: string }) => PolicyName),
    )
    expect(names).toEqual([['a', 'b'], ['c']])
    expect(second).not.toHaveProperty('NextToken')
    await expect(
      scaling(test, 'DescribeScalingPolicies', { NextToken: 'no token' }),
    ).rejects.toMatchObject({ code: 'InvalidNextTokenException' })
    await expect(
      scaling(test, 'DescribeScalingPolicies', { MaxResults: 11 }),
    ).rejects.toMatchObject({ code: 'ValidationException' })
  })

  it('is refused without a target, and with what is not measured here', async () => {
    const test = opened()
    await serve(test)
    await expect(scaling(test, 'PutScalingPolicy', policy())).rejects.toMatchObject({
      code: 'ObjectNotFoundException',
      message: expect.stringMatching(/^No scalable target registered for service namespace: /),
    })
    await scaling(test, 'RegisterScalableTarget', bounds)
    const refused = (changes: object) =>
      scaling(test, 'PutScalingPolicy', { ...policy(), ...changes }).then(
        () => 'put',
        ({ code, message }) => `${code}: ${message}`,
      )
    const tracking = (changes: object) => ({
      TargetTrackingScalingPolicyConfiguration: { ...backlogTracking(5), ...changes },
    })
    const metric = (changes: object) => ({
      CustomizedMetricSpecification: {
        MetricName: 'ApproximateBacklogSizePerInstance',
        Namespace: 'AWS/SageMaker',
        ...changes,
      },
    })

    expect(await refused({ PolicyType: undefined })).not.toBe('put')
    expect(await refused({ PolicyType: 'StepScaling' })).toMatch(/StepScalingPolicyConfiguration/)
    expect(await refused(tracking({ TargetValue: 0 }))).toMatch(/greater than 0/)
    expect(await refused(tracking(metric({ MetricName: 'CPUUtilization' })))).toMatch(
      /^ValidationException: The metric CPUUtilization .* not available in this local emulator/,
    )
    expect(await refused(tracking(metric({})))).toMatch(/needs the dimension EndpointName/)
    expect(
      await refused(
        tracking({
          CustomizedMetricSpecification: undefined,
          PredefinedMetricSpecification: {
            PredefinedMetricType: 'ECSServiceAverageCPUUtilization',
          },
        }),
      ),
    ).not.toBe('put')
  })
})
