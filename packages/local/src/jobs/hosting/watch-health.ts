import type { Address } from '../../runners/runner.ts'
import type { Platform } from '../platform.ts'
import { ping } from './ping.ts'

/** SageMaker does not say after how many failures it replaces an instance; a server that only computes is spared. */
const mostFailures = 6

/** Pings a server that is in service, and resolves true once it has failed several times in a row; false when the signal aborts. */
export async function untilUnhealthy(
  { agent, clock, times }: Platform,
  address: Address,
  signal: AbortSignal,
): Promise<boolean> {
  for (let failures = 0; failures < mostFailures; ) {
    await clock.sleep(times.pingInterval, signal).catch(() => {})
    if (signal.aborted) return false
    const outcome = await ping(address, { agent, clock, timeoutMilliseconds: times.pingTimeout })
    failures = outcome === 'healthy' ? 0 : failures + 1
  }
  return !signal.aborted
}
