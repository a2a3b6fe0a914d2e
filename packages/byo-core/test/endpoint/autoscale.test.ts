import { describe, expect, it } from 'vitest'
import {
  type AutoscalingOptions,
  attachEndpoint,
  autoscaleEndpoint,
  cleanUp,
  createLedger,
} from '../../src/index.ts'
import { awsError, startFakeAws } from '../support/fake-aws.ts'

const dimension = {
  ServiceNamespace: 'sagemaker',
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
  ResourceId: 'endpoint/iris/variant/AllTraffic',
}

const answers = {
  RegisterScalableTarget: [{}],
  PutScalingPolicy: [{ body: { PolicyARN: 'arn:policy' } }],
  DeregisterScalableTarget: [{}],
}

describe('autoscaleEndpoint', () => {
  it('tracks the requests a minute of each machine', async () => {
    await using aws = await startFakeAws(answers)
    const ledger = createLedger()

    await autoscaleEndpoint(aws.session, 'iris', {
      minCapacity: 1,
      maxCapacity: 8,
      invocationsPerInstance: 600,
      scaleOutCooldown: 60,
      disableScaleIn: true,
      ledger,
    })

    const [target, policy] = aws.requests.filter(({ operation }) => operation in answers)
    expect(target?.input).toEqual({ ...dimension, MinCapacity: 1, MaxCapacity: 8 })
    expect(policy?.input).toMatchObject({
      ...dimension,
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 600,
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance',
        },
        ScaleOutCooldown: 60,
        DisableScaleIn: true,
      },
    })
    expect(ledger.resources).toEqual([
      {
        kind: 'scalable-target',
        name: 'endpoint/iris/variant/AllTraffic',
        arn: 'arn:aws:sagemaker:eu-west-1:123456789012:endpoint/iris/variant/AllTraffic',
      },
    ])
  })

  it('tracks what waits for an asynchronous endpoint, which may have no machine at all', async () => {
    await using aws = await startFakeAws(answers)

    await autoscaleEndpoint(aws.session, 'iris', {
      variant: 'two',
      minCapacity: 0,
      maxCapacity: 4,
      backlogPerInstance: 5,
    })

    const [target, policy] = aws.requests.filter(({ operation }) => operation in answers)
    expect(target?.input).toMatchObject({
      ResourceId: 'endpoint/iris/variant/two',
      MinCapacity: 0,
    })
    expect(policy?.input.TargetTrackingScalingPolicyConfiguration).toEqual({
      TargetValue: 5,
      CustomizedMetricSpecification: {
        MetricName: 'ApproximateBacklogSizePerInstance',
        Namespace: 'AWS/SageMaker',
        Dimensions: [{ Name: 'EndpointName', Value: 'iris' }],
        Statistic: 'Average',
      },
    })
  })

  it('ends with the endpoint, before that is deleted', async () => {
    await using aws = await startFakeAws({
      ...answers,
      DescribeEndpoint: [
        { body: { EndpointName: 'iris', EndpointArn: 'arn:e', EndpointStatus: 'InService' } },
      ],
    })
    const endpoint = await attachEndpoint(aws.session, 'iris')
    await endpoint.autoscale({ minCapacity: 1, maxCapacity: 2, invocationsPerInstance: 10 })

    await cleanUp(aws.session, [...endpoint.resources])

    const ended = aws.requests.filter(({ operation }) => operation === 'DeregisterScalableTarget')
    expect(ended.map(({ input }) => input)).toEqual([dimension])
  })

  it('takes a target that is gone already for removed', async () => {
    await using aws = await startFakeAws({
      DeregisterScalableTarget: [awsError('ObjectNotFoundException', 'No scalable target found')],
    })
    const target = {
      kind: 'scalable-target',
      name: 'endpoint/iris/variant/AllTraffic',
      arn: 'arn:v',
    } as const

    expect((await cleanUp(aws.session, [target])).removed).toEqual([target])
  })

  it.each<[Partial<AutoscalingOptions>, RegExp]>([
    [{}, /either invocationsPerInstance or backlogPerInstance/],
    [{ invocationsPerInstance: 1, backlogPerInstance: 1 }, /either/],
    [{ invocationsPerInstance: 0 }, /invocationsPerInstance is 0/],
    [{ backlogPerInstance: Number.NaN }, /backlogPerInstance is NaN/],
    [{ invocationsPerInstance: 1, minCapacity: 3 }, /minCapacity is 3, and maxCapacity only 2/],
    [{ invocationsPerInstance: 1, minCapacity: 0 }, /asynchronous endpoints alone/],
    [{ invocationsPerInstance: 1, minCapacity: 0.5 }, /minCapacity is 0.5/],
    [{ invocationsPerInstance: 1, scaleInCooldown: -1 }, /scaleInCooldown is -1/],
    [{ invocationsPerInstance: 1, variant: 'a b' }, /variant/],
  ])('refuses %j before it asks AWS', async (wrong, message) => {
    await using aws = await startFakeAws(answers)

    const refusal = autoscaleEndpoint(aws.session, 'iris', {
      minCapacity: 1,
      maxCapacity: 2,
      ...wrong,
    })

    await expect(refusal).rejects.toMatchObject({ code: 'invalid-option' })
    await expect(refusal).rejects.toThrow(message)
    expect(aws.count('RegisterScalableTarget')).toBe(0)
  })
})
