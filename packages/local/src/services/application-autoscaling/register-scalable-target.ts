import type { ScalableTarget, SuspendedState } from '../../jobs/auto-scaling/scalable-target.ts'
import { scaleTargets, withinBounds } from '../../jobs/auto-scaling/scale-targets.ts'
import { findScaledVariant } from '../../jobs/auto-scaling/scaled-variant.ts'
import { setCapacity } from '../../jobs/auto-scaling/set-capacity.ts'
import type { Platform } from '../../jobs/platform.ts'
import { formatArn } from '../../state/arn.ts'
import { newIdentifier } from '../../state/identifiers.ts'
import type { RequestContext } from '../operation.ts'
import { invalid, requireInstanceCount, type ScalingResource } from './scaling-resource.ts'

/** A RegisterScalableTarget request as it comes. */
export interface RegisterInput extends ScalingResource {
  readonly MinCapacity?: number
  readonly MaxCapacity?: number
  readonly SuspendedState?: Partial<SuspendedState>
  readonly Tags?: Readonly<Record<string, string>>
}

const nothingSuspended: SuspendedState = {
  DynamicScalingInSuspended: false,
  DynamicScalingOutSuspended: false,
  ScheduledScalingSuspended: false,
}

/** Makes a variant a target that policies can scale, or changes its bounds; brings it within these at once. */
export function registerScalableTarget(
  platform: Platform,
  input: RegisterInput,
  context: RequestContext,
): unknown {
  requireInstanceCount(input)
  const scaled = findScaledVariant(platform, context.region, input.ResourceId)
  if (scaled === undefined)
    throw invalid(
      `SageMaker endpoint variant doesn't exist, or has no instances to count: ${input.ResourceId}`,
    )
  const known = platform.scalableTargets.get(context.region, input.ResourceId)
  const { MinCapacity = known?.minCapacity, MaxCapacity = known?.maxCapacity } = input
  if (MinCapacity === undefined)
    throw invalid('Min capacity must be specified for a new scalable target.')
  if (MaxCapacity === undefined)
    throw invalid('Max capacity must be specified for a new scalable target.')
  if (MinCapacity < 0) throw invalid(`MinCapacity must not be negative, and is ${MinCapacity}.`)
  if (MaxCapacity < MinCapacity)
    throw invalid(
      `Maximum capacity cannot be less than minimum capacity: ${MaxCapacity} is less than ${MinCapacity}.`,
    )
  const target = known ?? createTarget(platform, input, context)
  target.minCapacity = MinCapacity
  target.maxCapacity = MaxCapacity
  target.suspended = { ...target.suspended, ...input.SuspendedState }
  platform.scalableTargets.add(target)
  bringWithinBounds(platform, target)
  scaleTargets(platform)
  return { ScalableTargetARN: target.arn }
}

function createTarget(
  { clock }: Platform,
  { ResourceId, Tags = {} }: RegisterInput,
  { accountId, region }: RequestContext,
): ScalableTarget {
  const id = newIdentifier().replaceAll('-', '')
  return {
    name: ResourceId,
    arn: formatArn('application-autoscaling', { accountId, region }, `scalable-target/${id}`),
    accountId,
    region,
    creationTime: clock.now().getTime(),
    tags: Object.entries(Tags).map(([Key, Value]) => ({ Key, Value })),
    minCapacity: 0,
    maxCapacity: 0,
    suspended: nothingSuspended,
  }
}

/** A resource that is not active keeps what it has. */
function bringWithinBounds(platform: Platform, target: ScalableTarget): void {
  const scaled = findScaledVariant(platform, target.region, target.name)
  if (scaled?.endpoint.status !== 'InService') return
  const { instanceCount } = scaled.variant
  const capacity = withinBounds(target, scaled, instanceCount)
  if (capacity === instanceCount) return
  const bound = capacity > instanceCount ? 'minimum' : 'maximum'
  setCapacity(platform, target, scaled, {
    capacity,
    cause: `${bound} capacity was set to ${capacity}`,
  })
}
