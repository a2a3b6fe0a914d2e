import type { TargetTrackingScalingPolicyConfiguration } from '@aws-sdk/client-application-auto-scaling'
import { ByoError } from '../errors.ts'
import { createLedger, type Ledger } from '../ledger.ts'
import { checkName } from '../naming/check-name.ts'
import { checkNumber } from '../requests/check-limits.ts'
import { request } from '../requests/request.ts'
import { variantDimension } from '../requests/scalable-variant.ts'
import { arnOf } from '../session/arn.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'

/**
 * How many machines are to serve a variant. Either `invocationsPerInstance` or `backlogPerInstance` says when there
 * are to be more, or fewer.
 *
 * @public
 */
export interface AutoscalingOptions {
  /** The variant. @defaultValue `AllTraffic`, the only one of an endpoint without variants of one's own */
  readonly variant?: string | undefined
  /** The fewest machines; 0 for asynchronous endpoints alone, which then cost nothing while nobody asks. */
  readonly minCapacity: number
  /** The most machines. */
  readonly maxCapacity: number
  /** So many requests a minute are right for one machine. */
  readonly invocationsPerInstance?: number | undefined
  /** So many waiting requests are right for one machine of an asynchronous endpoint. */
  readonly backlogPerInstance?: number | undefined
  /** Seconds after a change before machines are taken away. @defaultValue AWS's, 300 */
  readonly scaleInCooldown?: number | undefined
  /** Seconds after a change before more machines are added. @defaultValue AWS's, 300 */
  readonly scaleOutCooldown?: number | undefined
  /** Keeps machines that are there. @defaultValue false */
  readonly disableScaleIn?: boolean | undefined
  /** Told of the scalable target. */
  readonly ledger?: Ledger | undefined
  /** Nothing is sent once it has aborted. */
  readonly signal?: AbortSignal | undefined
}

/** The name of the one policy that a variant gets from here: asking again changes it. */
const policyName = 'byo-target-tracking'

/**
 * Lets Application Auto Scaling choose how many machines serve a variant of an endpoint, by target tracking: a
 * minute's requests for each machine, or the requests that wait. Asked for again, it changes what was asked before.
 *
 * @throws `invalid-option`, `not-found`, `access-denied`, `aborted`, `request-refused`
 * @public
 * @example
 * ```ts
 * import { autoscaleEndpoint, createSession } from '@byo/core'
 *
 * const session = await createSession()
 * await autoscaleEndpoint(session, 'iris-1', {
 *   minCapacity: 1,
 *   maxCapacity: 8,
 *   invocationsPerInstance: 600,
 * })
 * ```
 */
export async function autoscaleEndpoint(
  session: Session,
  endpointName: string,
  options: AutoscalingOptions,
): Promise<void> {
  const { variant = 'AllTraffic', minCapacity, maxCapacity, signal } = options
  checkName('endpoint', endpointName)
  checkName('variant', variant)
  checkCapacity(options)
  const configuration = trackingConfiguration(endpointName, options)
  const resourceId = `endpoint/${endpointName}/variant/${variant}`
  const dimension = variantDimension(resourceId)
  const arn = await arnOf(session, 'sagemaker', resourceId)
  const autoScaling = await session.clients.applicationAutoScaling()
  throwIfAborted(signal, `scaling ${endpointName}`)
  const { ledger = createLedger() } = options
  await ledger.make({ kind: 'scalable-target', name: resourceId, arn }, () =>
    request('RegisterScalableTarget', undefined, () =>
      autoScaling.registerScalableTarget({
        ...dimension,
        MinCapacity: minCapacity,
        MaxCapacity: maxCapacity,
      }),
    ),
  )
  throwIfAborted(signal, `scaling ${endpointName}`)
  await request('PutScalingPolicy', undefined, () =>
    autoScaling.putScalingPolicy({
      ...dimension,
      PolicyName: policyName,
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: configuration,
    }),
  )
}

function checkCapacity({ minCapacity, maxCapacity, backlogPerInstance }: AutoscalingOptions): void {
  const most = { max: Number.POSITIVE_INFINITY }
  checkNumber('minCapacity', minCapacity, { min: 0, ...most })
  checkNumber('maxCapacity', maxCapacity, { min: 1, ...most })
  if (minCapacity > maxCapacity) {
    throw invalid(
      `minCapacity is ${minCapacity}, and maxCapacity only ${maxCapacity}: give at most as many.`,
    )
  }
  if (minCapacity === 0 && backlogPerInstance === undefined) {
    throw invalid(
      'minCapacity is 0, which is for asynchronous endpoints alone: give backlogPerInstance, or a minCapacity of 1 or more.',
    )
  }
}

/** SageMaker's own metric of requests, or that of requests that wait for an asynchronous endpoint. */
function trackingConfiguration(
  endpointName: string,
  options: AutoscalingOptions,
): TargetTrackingScalingPolicyConfiguration {
  const { invocationsPerInstance, backlogPerInstance } = options
  const { scaleInCooldown, scaleOutCooldown, disableScaleIn } = options
  if ((invocationsPerInstance === undefined) === (backlogPerInstance === undefined)) {
    throw invalid('Give either invocationsPerInstance or backlogPerInstance.')
  }
  const target = invocationsPerInstance ?? backlogPerInstance ?? 0
  if (!(target > 0 && Number.isFinite(target))) {
    const name =
      invocationsPerInstance === undefined ? 'backlogPerInstance' : 'invocationsPerInstance'
    throw invalid(`${name} is ${target}; give a number above 0.`)
  }
  for (const [name, seconds] of Object.entries({ scaleInCooldown, scaleOutCooldown })) {
    checkNumber(name, seconds, { min: 0, max: Number.POSITIVE_INFINITY })
  }
  return {
    TargetValue: target,
    ...(invocationsPerInstance === undefined
      ? {
          CustomizedMetricSpecification: {
            MetricName: 'ApproximateBacklogSizePerInstance',
            Namespace: 'AWS/SageMaker',
            Dimensions: [{ Name: 'EndpointName', Value: endpointName }],
            Statistic: 'Average',
          },
        }
      : {
          PredefinedMetricSpecification: {
            PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance',
          },
        }),
    ...(scaleInCooldown !== undefined && { ScaleInCooldown: scaleInCooldown }),
    ...(scaleOutCooldown !== undefined && { ScaleOutCooldown: scaleOutCooldown }),
    ...(disableScaleIn !== undefined && { DisableScaleIn: disableScaleIn }),
  }
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
