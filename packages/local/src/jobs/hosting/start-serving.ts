import { JobError } from '../../errors.ts'
import type { Address, ContainerRequest, RunningContainer } from '../../runners/runner.ts'
import type { Platform } from '../platform.ts'
import type { ProductionVariant } from './endpoint-config.ts'
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
  request: ContainerRequest,
  variant: ProductionVariant,
  signal: AbortSignal,
): Promise<ServingContainer> {
  const container = await platform.runner.start(request)
  const { address, exited } = container
  if (address === undefined) throw new Error('The runner gave a serving container no address.')
  const giveUp = (): void => void container.stop(0)
  signal.addEventListener('abort', giveUp, { once: true })
  if (signal.aborted) giveUp()

  const outcome = await waitUntilHealthy(
    platform,
    { address, exited },
    startupTimeout(platform, variant),
  )
  signal.removeEventListener('abort', giveUp)
  if (outcome === 'healthy' && !signal.aborted) return { ...container, address }
  const { exitCode } = await container.stop(0)
  throw outcome === 'timed-out' ? neverHealthy(variant) : ended(variant, exitCode)
}

function startupTimeout({ times }: Platform, variant: ProductionVariant): number {
  const seconds = variant.ContainerStartupHealthCheckTimeoutInSeconds
  return seconds === undefined ? times.startupTimeout : seconds * 1000
}

function neverHealthy({ VariantName }: ProductionVariant): JobError {
  return new JobError(
    undefined,
    `The primary container for production variant ${VariantName} did not pass the ping health check. Please check CloudWatch logs for this endpoint.`,
  )
}

function ended({ VariantName }: ProductionVariant, exitCode: number): JobError {
  return new JobError(
    undefined,
    `CannotStartContainerError. Please ensure the model container for variant ${VariantName} starts correctly when invoked with 'docker run <image> serve'. It ended with exit code ${exitCode} before it was healthy; CloudWatch has its logs.`,
  )
}
