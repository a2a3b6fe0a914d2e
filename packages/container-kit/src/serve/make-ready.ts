import { environmentVariables } from '../contract/environment.ts'
import { containerPaths } from '../contract/paths.ts'
import { ContainerError } from '../errors.ts'
import { describeError } from '../lifecycle/describe-error.ts'
import type { Service } from './service.ts'

/**
 * Loads the model and makes the service ready; many models are loaded when they are asked for.
 *
 * @throws ContainerError with code `load` that says why it could not, unless a stop was asked for meanwhile.
 */
export async function makeReady(service: Service, signal: AbortSignal): Promise<void> {
  const { host, log } = service.runtime
  if (service.models !== undefined) {
    log.info('ready', { models: 'by request' })
    return
  }
  const { modelDir } = containerPaths(host.env[environmentVariables.baseDir])
  const started = host.milliseconds()
  try {
    service.model = await service.loadModel({ modelDir, log, signal })
    service.metrics.loadSeconds = (host.milliseconds() - started) / 1000
    log.info('ready')
  } catch (cause) {
    if (signal.aborted) return
    throw new ContainerError(
      'load',
      `The model could not be loaded from ${modelDir}. ${describeError(cause)}`,
      { cause },
    )
  }
}
