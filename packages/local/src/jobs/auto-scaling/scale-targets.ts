import { isDiskFull } from '../../state/disk-full.ts'
import type { Platform } from '../platform.ts'
import { measure, metricOf } from './metrics.ts'
import { proposeByStep, proposeByTarget } from './propose-capacity.ts'
import type { ScalableTarget } from './scalable-target.ts'
import { findScaledVariant, type ScaledVariant } from './scaled-variant.ts'
import type { ScalingPolicy } from './scaling-policy.ts'
import { setCapacity } from './set-capacity.ts'

const minute = 60_000

/** Seconds after an activity, where a policy says nothing. Source: API, ScaleOutCooldown. */
const defaultCooldown = 300

/** Minutes in a row in which requests wait for a variant without instances. Source: the alarm of AWS's guide for that. */
const minutesWithoutCapacity = 2

/** Evaluates the policies of all targets, once a minute, as long as there are targets. */
export function scaleTargets(platform: Platform): void {
  const { scaling, scalableTargets, clock } = platform
  if (scaling.isRunning) return
  scaling.isRunning = true
  platform.run(async (closing) => {
    while (!closing.aborted && scalableTargets.all().length > 0) {
      await clock.sleep(minute, closing).catch(() => {})
      if (closing.aborted) break
      for (const target of scalableTargets.all()) tryToScale(platform, target)
    }
    scaling.isRunning = false
  })
}

/** What the disk has no room for isn't done; the next minute may have it. */
function tryToScale(platform: Platform, target: ScalableTarget): void {
  try {
    scaleTarget(platform, target)
  } catch (cause) {
    if (!isDiskFull(cause)) throw cause
  }
}

/** What a policy wants, and why. */
interface Proposal {
  readonly policy: ScalingPolicy
  readonly capacity: number
}

/** Evaluates the policies of one target. */
function scaleTarget(platform: Platform, target: ScalableTarget): void {
  const scaled = findScaledVariant(platform, target.region, target.name)
  if (scaled === undefined) return
  const { endpoint, variant } = scaled
  const total = platform.served.get(endpoint.arn)?.invocations.get(variant.request.VariantName) ?? 0
  const read = measure(platform, scaled, platform.scaling.sinceLast(target.arn, total))
  const policies = platform.scalingPolicies
    .list(target.region)
    .filter(({ resourceId }) => resourceId === target.name)
  const proposals = policies.map((policy) => propose(platform, policy, read, variant.instanceCount))
  if (endpoint.status !== 'InService') return
  const chosen = choose(policies, proposals, variant.instanceCount)
  if (chosen !== undefined) change(platform, target, scaled, chosen)
}

function propose(
  { scaling }: Platform,
  policy: ScalingPolicy,
  read: (metric: string) => number,
  current: number,
): Proposal | undefined {
  const capacity =
    policy.targetTracking !== undefined
      ? proposeByTarget(
          policy.targetTracking,
          scaling.note(policy.arn, read(metricOf(policy.targetTracking))),
          current,
        )
      : proposeFromNone(
          policy,
          scaling.note(policy.arn, read('HasBacklogWithoutCapacity')),
          current,
        )
  return capacity === undefined ? undefined : { policy, capacity }
}

/** What steps a policy takes by goes beyond the alarm of CloudWatch: the one that is there here is for requests that wait for a variant without instances. */
function proposeFromNone(
  { stepScaling }: ScalingPolicy,
  values: readonly number[],
  current: number,
): number | undefined {
  const threshold = 1
  const recent = values.slice(-minutesWithoutCapacity)
  if (recent.length < minutesWithoutCapacity || recent.some((value) => value < threshold))
    return undefined
  return stepScaling && proposeByStep(stepScaling, (recent.at(-1) ?? 0) - threshold, current)
}

/** The most that any policy wants beyond what there is; less only when all that may scale in want less. */
function choose(
  policies: readonly ScalingPolicy[],
  proposals: readonly (Proposal | undefined)[],
  current: number,
): Proposal | undefined {
  const made = proposals.filter((one) => one !== undefined)
  const largest = [...made].sort((a, b) => b.capacity - a.capacity)[0]
  if (largest === undefined || largest.capacity > current) return largest
  const scalesIn = ({ targetTracking }: ScalingPolicy): boolean =>
    targetTracking !== undefined && targetTracking.DisableScaleIn !== true
  const mayScaleIn = policies.every((one, i) => !scalesIn(one) || proposals[i] !== undefined)
  return mayScaleIn ? largest : undefined
}

/** Does what a policy wants, within the target's bounds and unless it was scaled just before. */
function change(
  platform: Platform,
  target: ScalableTarget,
  scaled: ScaledVariant,
  { policy, capacity: wanted }: Proposal,
): void {
  const { scaling, clock } = platform
  const { instanceCount: current } = scaled.variant
  const capacity = withinBounds(target, scaled, wanted)
  if (capacity === current) return
  const direction = capacity > current ? 'out' : 'in'
  const isSuspended =
    direction === 'out'
      ? target.suspended.DynamicScalingOutSuspended
      : target.suspended.DynamicScalingInSuspended
  const now = clock.now().getTime()
  if (isSuspended || isCoolingDown(platform, target, policy, direction, now)) return
  scaling.scaled(target.arn, direction, now)
  const alarm = policy.alarms.find(({ AlarmName }) =>
    AlarmName.includes(direction === 'out' ? 'AlarmHigh' : 'AlarmLow'),
  )
  const name = alarm?.AlarmName ?? 'HasBacklogWithoutCapacity'
  setCapacity(platform, target, scaled, {
    capacity,
    cause: `monitor alarm ${name} in state ALARM triggered policy ${policy.policyName}`,
  })
}

/** A number of instances that a target may have; what serves in real time keeps one. */
export function withinBounds(
  { minCapacity, maxCapacity }: ScalableTarget,
  { endpoint }: ScaledVariant,
  wanted: number,
): number {
  const least = endpoint.asyncInference === undefined ? Math.max(1, minCapacity) : minCapacity
  return Math.max(least, Math.min(maxCapacity, wanted))
}

/** After scaling out both directions wait, after scaling in only that one does. */
function isCoolingDown(
  { scaling }: Platform,
  { arn }: ScalableTarget,
  { targetTracking, stepScaling }: ScalingPolicy,
  direction: 'in' | 'out',
  now: number,
): boolean {
  const out = targetTracking?.ScaleOutCooldown ?? stepScaling?.Cooldown ?? defaultCooldown
  const into = targetTracking?.ScaleInCooldown ?? stepScaling?.Cooldown ?? defaultCooldown
  if (scaling.elapsed(arn, 'out', now) < (direction === 'out' ? out : into) * 1000) return true
  return direction === 'in' && scaling.elapsed(arn, 'in', now) < into * 1000
}
