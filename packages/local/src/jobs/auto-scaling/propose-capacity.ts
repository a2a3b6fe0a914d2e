import type { StepScaling, TargetTracking } from './scaling-policy.ts'

/** Minutes in a row that must be above the target. Source: the alarms that AWS makes for target tracking. */
const minutesAbove = 3
/** Minutes in a row that must be well below it, and how far. Source: the same. */
export const minutesBelow = 15
const wellBelow = 0.9

/**
 * How many instances a target-tracking policy wants; undefined while it wants nothing changed.
 *
 * @param values - Its metric, a value a minute, the newest last.
 */
export function proposeByTarget(
  { TargetValue: target, DisableScaleIn = false }: TargetTracking,
  values: readonly number[],
  current: number,
): number | undefined {
  const newest = values.at(-1) ?? 0
  // What the metric would be per instance is spread over as many as bring it to the target.
  const wanted = Math.ceil((Math.max(1, current) * newest) / target)
  if (lastOf(values, minutesAbove, (value) => value > target)) return Math.max(wanted, current)
  if (DisableScaleIn) return undefined
  if (lastOf(values, minutesBelow, (value) => value < target * wellBelow))
    return Math.min(wanted, current)
  return undefined
}

/**
 * How many instances a step-scaling policy makes of so many.
 *
 * @param exceeded - By how much the metric is above the threshold of the alarm.
 */
export function proposeByStep(
  { AdjustmentType, StepAdjustments, MinAdjustmentMagnitude = 1 }: StepScaling,
  exceeded: number,
  current: number,
): number | undefined {
  const step = StepAdjustments.find(
    ({ MetricIntervalLowerBound: from, MetricIntervalUpperBound: to }) =>
      exceeded >= (from ?? Number.NEGATIVE_INFINITY) && exceeded < (to ?? Number.POSITIVE_INFINITY),
  )
  if (step === undefined) return undefined
  const { ScalingAdjustment: adjustment } = step
  if (AdjustmentType === 'ExactCapacity') return adjustment
  if (AdjustmentType === 'ChangeInCapacity') return current + adjustment
  const change = Math.trunc((current * adjustment) / 100)
  const atLeast = Math.max(Math.abs(change), MinAdjustmentMagnitude)
  return current + Math.sign(adjustment) * atLeast
}

function lastOf(
  values: readonly number[],
  count: number,
  holds: (value: number) => boolean,
): boolean {
  return values.length >= count && values.slice(-count).every(holds)
}
