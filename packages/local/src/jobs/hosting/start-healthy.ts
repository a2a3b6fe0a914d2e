import type { Address, ContainerRequest, RunningContainer } from '../../runners/runner.ts'
import type { Platform } from '../platform.ts'
import { waitUntilHealthy } from './wait-until-healthy.ts'

/** A container whose server is healthy. */
export interface ServingContainer extends RunningContainer {
  readonly address: Address
}

/** How starting a server went; unless it is healthy, its container is gone. */
export type StartOutcome =
  | { readonly outcome: 'healthy'; readonly container: ServingContainer }
  | { readonly outcome: 'exited' | 'timed-out'; readonly exitCode: number }

/** How long to wait, and when to give up before: the container is killed then. */
export interface StartHealthyOptions {
  readonly timeoutMilliseconds: number
  readonly signal: AbortSignal
}

/** Starts a container and waits until it answers `/ping` with 200, has ended, or its time is up. */
export async function startHealthy(
  platform: Platform,
  request: ContainerRequest,
  { timeoutMilliseconds, signal }: StartHealthyOptions,
): Promise<StartOutcome> {
  const container = await platform.runner.start(request)
  const { address, exited, closedPortNote } = container
  if (address === undefined) throw new Error('The runner gave a serving container no address.')
  const giveUp = (): void => void container.stop(0)
  signal.addEventListener('abort', giveUp, { once: true })
  if (signal.aborted) giveUp()

  const outcome = await waitUntilHealthy(platform, {
    address,
    exited,
    timeoutMilliseconds,
    onClosedPort: () => closedPortNote !== undefined && request.onLine(closedPortNote),
  })
  signal.removeEventListener('abort', giveUp)
  if (outcome === 'healthy' && !signal.aborted) {
    return { outcome, container: { ...container, address } }
  }
  const { exitCode } = await container.stop(0)
  return { outcome: outcome === 'timed-out' ? outcome : 'exited', exitCode }
}
