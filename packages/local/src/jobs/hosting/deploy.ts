import { longestAsyncInvocation } from '../async-inference/async-limits.ts'
import { failureReasonOf } from '../failure-text.ts'
import { sleepLong } from '../long-sleep.ts'
import type { Platform } from '../platform.ts'
import { trafficShares } from './deployment-config.ts'
import type { Deployment, Endpoint } from './endpoint.ts'
import { enterStatus } from './endpoint-status.ts'
import { type Fleet, startFleets } from './fleet.ts'
import type { RetireOptions } from './instance.ts'
import type { ServedEndpoint } from './served-endpoint.ts'

/**
 * Puts a deployment in the place of what an endpoint serves: the old version serves until the new one is healthy,
 * and goes on when that never happens. What the end of the emulator cuts short, the next one does again.
 */
export async function deploy(
  platform: Platform,
  endpoint: Endpoint,
  deployment: Deployment,
  signal: AbortSignal,
): Promise<void> {
  const served = platform.served.get(endpoint.arn) as ServedEndpoint
  const before = served.fleets
  try {
    const next = await startFleets(platform, endpoint, deployment.variants, {
      signal,
      existing: deployment.kind === 'capacities' ? before : [],
      onFailure: () => !signal.aborted && enterStatus(platform, endpoint, 'RollingBack'),
    })
    if (deployment.kind === 'configuration')
      await shiftTraffic(platform, served, { before, next, deployment, signal })
    takeOver(endpoint, deployment)
    served.fleets = next
    await retireOthers(before, next, { patience: patienceWith(platform, endpoint), signal })
  } catch (cause) {
    if (signal.aborted) return
    endpoint.failureReason = failureReasonOf(cause)
  }
  if (signal.aborted) return
  delete endpoint.deployment
  enterStatus(platform, endpoint, 'InService')
}

/** Makes what was deployed what the endpoint is; it has not failed any more. */
function takeOver(endpoint: Endpoint, deployment: Deployment): void {
  endpoint.variants = deployment.variants
  delete endpoint.failureReason
  if (deployment.kind === 'capacities') return
  endpoint.configName = deployment.configName
  delete endpoint.dataCapture
  delete endpoint.lastDeploymentConfig
  delete endpoint.asyncInference
  if (deployment.dataCapture !== undefined) endpoint.dataCapture = deployment.dataCapture
  if (deployment.asyncInference !== undefined) endpoint.asyncInference = deployment.asyncInference
  if (deployment.config !== undefined) endpoint.lastDeploymentConfig = deployment.config
}

interface Shift {
  readonly before: readonly Fleet[]
  readonly next: readonly Fleet[]
  readonly deployment: Deployment
  readonly signal: AbortSignal
}

/** Lets the traffic go over to new fleets as the deployment asks, step by step, and waits before the old ones may go. */
async function shiftTraffic(
  { clock }: Platform,
  served: ServedEndpoint,
  { before, next, deployment, signal }: Shift,
): Promise<void> {
  const { TrafficRoutingConfiguration: routing, TerminationWaitInSeconds: wait = 0 } =
    deployment.config?.BlueGreenUpdatePolicy ?? {}
  const counts = deployment.variants.map(({ instanceCount }) => Math.max(1, instanceCount))
  for (const share of trafficShares(routing, Math.min(...counts))) {
    served.fleets = share < 1 ? [...withShare(before, 1 - share), ...withShare(next, share)] : next
    await sleepLong(clock, (routing?.WaitIntervalInSeconds ?? 0) * 1000, signal)
  }
  await sleepLong(clock, wait * 1000, signal)
}

/** Fleets that together get a share of the traffic, in which each has its own by weight. */
function withShare(fleets: readonly Fleet[], share: number): readonly Fleet[] {
  const total = fleets.reduce((sum, { weight }) => sum + weight, 0)
  return fleets.map((fleet) => fleet.weighing(total > 0 ? (share * fleet.weight) / total : 0))
}

/** Milliseconds in which an invocation that an endpoint has taken must have ended. */
function patienceWith({ times }: Platform, { asyncInference }: Endpoint): number {
  return asyncInference === undefined ? times.invocationTimeout : longestAsyncInvocation
}

/** Ends the instances that no fleet has any more, once they have answered what they were asked. */
async function retireOthers(
  before: readonly Fleet[],
  next: readonly Fleet[],
  options: RetireOptions,
): Promise<void> {
  const pools = new Set(next.map(({ pool }) => pool))
  await Promise.all(before.map(({ pool }) => (pools.has(pool) ? undefined : pool?.close())))
  const kept = new Set(next.flatMap(({ instances }) => instances))
  const others = before.flatMap(({ instances }) => instances).filter((one) => !kept.has(one))
  await Promise.all(others.map((instance) => instance.retire(options)))
}
