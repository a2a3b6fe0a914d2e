import type { Address, ContainerExit } from '../../runners/runner.ts'
import type { Platform } from '../platform.ts'
import { ping } from './ping.ts'

/** How the wait for a container's first healthy answer ended. */
export type HealthOutcome = 'healthy' | 'exited' | 'timed-out'

/** Pings a container until it is healthy, has ended, or its time is up. */
export async function waitUntilHealthy(
  { agent, clock, times }: Platform,
  { address, exited }: { address: Address; exited: Promise<ContainerExit> },
  timeoutMilliseconds: number,
): Promise<HealthOutcome> {
  const gone = new AbortController()
  void exited.then(() => gone.abort())
  const started = clock.now().getTime()
  for (;;) {
    const options = { agent, clock, timeoutMilliseconds: times.pingTimeout }
    if (await ping(address, options)) return 'healthy'
    if (gone.signal.aborted) return 'exited'
    const elapsed = clock.now().getTime() - started
    if (elapsed >= timeoutMilliseconds) return 'timed-out'
    await clock.sleep(pause(elapsed), gone.signal).catch(() => {})
  }
}

/** Milliseconds to the next ping: often at first, when most servers come up, then once in half a second. */
function pause(elapsed: number): number {
  return Math.min(Math.max(elapsed / 20, 10), 500)
}
