import type { Endpoint } from '../endpoint/endpoint.ts'
import type { Session } from '../session/session.ts'
import { runToEndpoint } from '../train-and-deploy/run-to-endpoint.ts'
import { checkOptions, type DeployModelOptions } from './options.ts'
import { runSteps } from './steps.ts'

/**
 * An endpoint in service, and what it serves.
 *
 * @public
 */
export interface DeployedModel extends Endpoint {
  /** The session that all was made with: the one given, or its own. */
  readonly session: Session
  /** The address of the image that serves. */
  readonly imageUri: string
  /** The archive of the model in S3. */
  readonly modelDataUri: string
}

/**
 * Train here, host there: takes a program and a model that was fitted elsewhere to a working endpoint, by way of
 * image, archive and model. The folder of a model is sent as `uploadModel` does, once for the same content. After
 * a failure or an abort all that was made is removed again; the error's `cleanUp` tells what went and what didn't.
 *
 * @throws `endpoint-failed`, `health-check-failed`, `program-not-found`, `data-not-found`, `image-not-found`,
 * `image-refused`, `model-data-not-found`, `role-missing`, `role-not-assumable`, `aborted` and whatever else the
 * steps throw
 * @public
 * @example
 * ```ts
 * import { deployModel, consoleProgress } from '@byo/core'
 *
 * await using endpoint = await deployModel({
 *   program: 'dist/container.mjs',
 *   modelDir: 'models/iris',
 *   onEvent: consoleProgress(),
 * })
 * const prediction = await endpoint.predict('3.5,1.4,0.2,setosa\n')
 * console.log(prediction.numbers())
 * ```
 */
export async function deployModel(options: DeployModelOptions): Promise<DeployedModel> {
  await checkOptions(options)
  const { endpoint, session, result } = await runToEndpoint(options, (run) =>
    runSteps(run, options),
  )
  const { imageUri, modelDataUri } = result
  return { ...endpoint, session, imageUri, modelDataUri }
}
