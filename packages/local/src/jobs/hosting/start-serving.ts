import { JobError } from '../../errors.ts'
import type { Address, RunningContainer } from '../../runners/runner.ts'
import type { Platform } from '../platform.ts'
import { serverlessStartupTimeout } from '../serverless/serverless-config.ts'
import type { PlacedContainer } from './container-request.ts'
import { waitUntilHealthy } from './wait-until-healthy.ts'

/** A container whose server is healthy. */
export interface ServingContainer extends RunningContainer {
  readonly address: Address
}

/**
 * Starts a container and waits until it answers `/ping` with 200.
 *
 * @param signal - Gives up: the container is killed.
 * @throws JobError with SageMaker's reason when it ends or does not get healthy in time; it is gone then.
 */
export async function startServing(
  platform: Platform,
  placed: PlacedContainer,
  signal: AbortSignal,
): Promise<ServingContainer> {
  const container = await platform.runner.start(placed.request)
  const { address, exited } = container
  if (address === undefined) throw new Error('The runner gave a serving container no address.')
  const giveUp = (): void => void container.stop(0)
  signal.addEventListener('abort', giveUp, { once: true })
  if (signal.aborted) giveUp()

  const timeout = startupTimeout(platform, placed)
  const outcome = await waitUntilHealthy(platform, { address, exited }, timeout)
  signal.removeEventListener('abort', giveUp)
  if (outcome === 'healthy' && !signal.aborted) return { ...container, address }
  const { exitCode } = await container.stop(0)
  throw outcome === 'timed-out' ? neverHealthy(placed) : ended(placed, exitCode)
}

function startupTimeout({ times }: Platform, { variant }: PlacedContainer): number {
  const seconds = variant.request.ContainerStartupHealthCheckTimeoutInSeconds
  if (variant.serverless !== undefined)
    return Math.min(times.startupTimeout, serverlessStartupTimeout)
  return seconds === undefined ? times.startupTimeout : seconds * 1000
}

function neverHealthy({ name, variant }: PlacedContainer): JobError {
  return new JobError(
    undefined,
    `The ${name} container for production variant ${variant.request.VariantName} did not pass the ping health check. Please check CloudWatch logs for this endpoint.`,
  )
}

function ended({ name, variant }: PlacedContainer, exitCode: number): JobError {
  const which = name === 'primary' ? 'It' : `The container ${name}`
  return new JobError(
    undefined,
    `CannotStartContainerError. Please ensure the model container for variant ${variant.request.VariantName} starts correctly when invoked with 'docker run <image> serve'. ${which} ended with exit code ${exitCode} before it was healthy; CloudWatch has its logs.`,
  )
}
