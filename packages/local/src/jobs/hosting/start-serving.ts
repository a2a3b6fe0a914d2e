import { JobError } from '../../errors.ts'
import type { Platform } from '../platform.ts'
import type { PlacedContainer } from './container-request.ts'
import { type ServingContainer, startHealthy } from './start-healthy.ts'

/**
 * Starts a container of an endpoint and waits until it answers `/ping` with 200.
 *
 * @param signal - Gives up: the container is killed.
 * @throws JobError with SageMaker's reason when it ends or does not get healthy in time; it is gone then.
 */
export async function startServing(
  platform: Platform,
  placed: PlacedContainer,
  signal: AbortSignal,
): Promise<ServingContainer> {
  const timeoutMilliseconds = startupTimeout(platform, placed)
  const started = await startHealthy(platform, placed.request, { timeoutMilliseconds, signal })
  if (started.outcome === 'healthy') return started.container
  throw started.outcome === 'timed-out' ? neverHealthy(placed) : ended(placed, started.exitCode)
}

function startupTimeout({ times }: Platform, { variant }: PlacedContainer): number {
  const seconds = variant.request.ContainerStartupHealthCheckTimeoutInSeconds
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
