/** How an update takes the place of what serves: the members of AWS's DeploymentConfig that matter here. */
export interface DeploymentConfig {
  readonly BlueGreenUpdatePolicy?: BlueGreenUpdatePolicy
  readonly RollingUpdatePolicy?: unknown
  readonly AutoRollbackConfiguration?: { readonly Alarms?: readonly unknown[] }
}

/** A new fleet beside the old one, and how the traffic goes over. */
interface BlueGreenUpdatePolicy {
  readonly TrafficRoutingConfiguration: TrafficRouting
  readonly TerminationWaitInSeconds?: number
}

/** How traffic is shifted: at once, first a little and then the rest, or in equal steps. */
export interface TrafficRouting {
  readonly Type: 'ALL_AT_ONCE' | 'CANARY' | 'LINEAR'
  readonly WaitIntervalInSeconds: number
  readonly CanarySize?: CapacitySize
  readonly LinearStepSize?: CapacitySize
}

/** A part of a fleet. */
interface CapacitySize {
  readonly Type: 'INSTANCE_COUNT' | 'CAPACITY_PERCENT'
  readonly Value: number
}

/**
 * The shares of the traffic that the new fleet gets one after the other, the last of them 1.
 *
 * @param instanceCount - Of the variant that has the fewest, so that a step is never larger than asked.
 */
export function trafficShares(
  routing: TrafficRouting | undefined,
  instanceCount: number,
): readonly number[] {
  if (routing?.Type === 'CANARY') return [shareOf(routing.CanarySize, instanceCount), 1]
  if (routing?.Type !== 'LINEAR') return [1]
  const step = shareOf(routing.LinearStepSize, instanceCount)
  const steps = Math.ceil(1 / step)
  return Array.from({ length: steps }, (_, i) => Math.min(1, step * (i + 1)))
}

function shareOf(size: CapacitySize | undefined, instanceCount: number): number {
  if (size === undefined) return 1
  const share = size.Type === 'CAPACITY_PERCENT' ? size.Value / 100 : size.Value / instanceCount
  return Math.min(1, share)
}
