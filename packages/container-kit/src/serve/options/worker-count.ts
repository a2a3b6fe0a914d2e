import { environmentVariables } from '../../contract/environment.ts'
import { ContainerError } from '../../errors.ts'
import { wholeNumber } from './environment-values.ts'
import type { OptionsHost, ServerSettings } from './serve-options.ts'

/**
 * The number of threads; `auto` is one for each whole processor and gibibyte that the container may use.
 *
 * @throws ContainerError with code `usage` or `environment` for what is no number of threads.
 */
export function resolveWorkers(
  asked: ServerSettings['workers'],
  { env, resources }: OptionsHost,
): number {
  const fromEnv = wholeNumber(
    env,
    environmentVariables.modelServerWorkers,
    'a number of threads, 0 for none',
  )
  const workers = fromEnv ?? asked ?? 0
  if (workers === 'auto') {
    const { cpus, memoryBytes } = resources()
    return Math.max(1, Math.min(Math.round(cpus), Math.floor(memoryBytes / workerBytes)))
  }
  if (Number.isInteger(workers) && workers >= 0) return workers
  throw new ContainerError(
    'usage',
    `workers is ${workers}: give a whole number of threads, 0 for none, or 'auto'.`,
  )
}

/** A thread has Node and a copy of the model: on the smallest serverless endpoints one is what fits. */
const workerBytes = 1024 ** 3
