import type { InputKind } from '../codecs/codec.ts'
import { ContainerError } from '../errors.ts'
import { describeError } from '../lifecycle/describe-error.ts'
import type { Service } from './service.ts'

/**
 * Loads the model and makes the service ready.
 *
 * @throws ContainerError with code `load` that says why it could not, unless a stop was asked for meanwhile.
 */
export async function loadModel<Model, Kind extends InputKind>(
  service: Service<Model, Kind>,
  modelDir: string,
  signal: AbortSignal,
): Promise<void> {
  const { log } = service.runtime
  try {
    const model = await service.program.load?.({ modelDir, log, signal })
    // Without `load` the type parameter is its default, undefined.
    service.loaded = { model: model as Model }
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
