import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Endpoint } from '../endpoint/endpoint.ts'
import type { Session } from '../session/session.ts'
import type { AnyHyperparameters } from '../training/training-options.ts'
import type { CompletedTraining } from '../training/training-outcome.ts'
import { checkOptions, type TrainAndDeployOptions } from './options.ts'
import { runToEndpoint } from './run-to-endpoint.ts'
import { runSteps } from './steps.ts'

/**
 * An endpoint in service, and how it came about.
 *
 * @public
 */
export interface TrainedEndpoint extends Endpoint {
  /** The session that all was made with: the one given, or its own. */
  readonly session: Session
  /** The training job that the model comes from. */
  readonly training: CompletedTraining
  /** The address of the image that trained and serves. */
  readonly imageUri: string
}

/**
 * Takes a program, or a Dockerfile, and data to a working endpoint: image to ECR, data to S3, training job, model,
 * endpoint.
 * After a failure or an abort all that was made is removed again and the training job is stopped (its
 * record and its log stay, to tell what happened); the error's `cleanUp` tells what went and what didn't.
 *
 * @throws `training-failed`, `endpoint-failed`, `program-not-found`, `dockerfile-not-found`, `data-not-found`,
 * `image-not-found`, `role-missing`, `role-not-assumable`, `aborted` and whatever else the steps throw
 * @public
 * @example
 * ```ts
 * import { consoleProgress, trainAndDeploy } from '@byo/core'
 *
 * await using endpoint = await trainAndDeploy({
 *   program: 'dist/container.mjs',
 *   trainingData: { train: 'iris.csv' },
 *   hyperparameters: { target: 'Sepal.Length', degree: 2 },
 *   onEvent: consoleProgress(),
 * })
 * const prediction = await endpoint.predict('3.5,1.4,0.2,setosa\n')
 * console.log(prediction.numbers())
 * ```
 */
export async function trainAndDeploy<Schema extends StandardSchemaV1 = AnyHyperparameters>(
  options: TrainAndDeployOptions<Schema>,
): Promise<TrainedEndpoint> {
  await checkOptions(options)
  const { endpoint, session, result } = await runToEndpoint(options, (run) =>
    runSteps(run, options),
  )
  return { ...endpoint, session, training: result.training, imageUri: result.imageUri }
}
