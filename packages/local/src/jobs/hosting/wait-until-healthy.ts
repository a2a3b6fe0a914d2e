import type { Address, ContainerExit } from '../../runners/runner.ts'
import type { Platform } from '../platform.ts'
import { ping } from './ping.ts'

/** How the wait for a container's first healthy answer ended. */
export type HealthOutcome = 'healthy' | 'exited' | 'timed-out'

/** After how long a server at whose port nothing listens may be one that never will. */
const patienceMilliseconds = 5000

/** Whose health to wait for, and for how long. */
export interface HealthWait {
  readonly address: Address
  readonly exited: Promise<ContainerExit>
  readonly timeoutMilliseconds: number
  /** Told once if nothing has listened at the address for long. */
  readonly onClosedPort: () => void
}

/** Pings a container until it is healthy, has ended, or its time is up. */
export async function waitUntilHealthy(
  { agent, clock, times }: Platform,
  { address, exited, timeoutMilliseconds, onClosedPort }: HealthWait,
): Promise<HealthOutcome> {
  const gone = new AbortController()
  void exited.then(() => gone.abort())
  const started = clock.now().getTime()
  const sinceStart = () => clock.now().getTime() - started
  let hasListened = false
  let isTold = false
  for (;;) {
    const options = { agent, clock, timeoutMilliseconds: times.pingTimeout }
    const isLate = sinceStart() >= patienceMilliseconds
    const answer = await ping(address, options)
    if (answer === 'healthy') return 'healthy'
    if (gone.signal.aborted) return 'exited'
    hasListened ||= answer !== 'nothing-listens'
    if (isLate && !hasListened && !isTold) {
      isTold = true
      onClosedPort()
    }
    const elapsed = sinceStart()
    if (elapsed >= timeoutMilliseconds) return 'timed-out'
    await clock.sleep(pause(elapsed), gone.signal).catch(() => {})
  }
}

/** Milliseconds to the next ping: often at first, when most servers come up, then once in half a second. */
function pause(elapsed: number): number {
  return Math.min(Math.max(elapsed / 20, 10), 500)
}
