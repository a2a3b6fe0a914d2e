import { provideArchive } from '../deploy-model/steps.ts'
import { ByoError } from '../errors.ts'
import type { Model } from '../model/create-model.ts'
import { nameOf, uriOf } from '../naming/reference.ts'
import type { Session } from '../session/session.ts'
import type { Run } from '../train-and-deploy/perform-run.ts'
import { countWays } from '../train-and-deploy/program-options.ts'
import { makeModel, provideImage } from '../train-and-deploy/shared-steps.ts'
import { describeTrainingJob } from '../training/describe-training-job.ts'
import type { TransformOptions } from './options.ts'

/** What of a model is there already. */
export interface ModelParts {
  readonly imageUri?: string | undefined
  readonly modelDataUri?: string | undefined
}

/**
 * Looks up the training job that a model comes from, if it comes from one.
 *
 * @throws `not-found`; `model-data-not-found` while it has no model
 */
export async function findModelParts(
  session: Session,
  { trainingJob, modelData, signal }: TransformOptions,
): Promise<ModelParts> {
  if (trainingJob === undefined) return { modelDataUri: modelData && uriOf(modelData) }
  const name = nameOf(trainingJob)
  const job = await describeTrainingJob(session, name, signal)
  const { TrainingJobStatus: status, AlgorithmSpecification: algorithm } = job
  const modelDataUri = job.ModelArtifacts?.S3ModelArtifacts
  if (status !== 'Completed' || !modelDataUri) {
    throw new ByoError(
      'model-data-not-found',
      `The training job ${name} has no model to transform with: its status is ${status}. Wait for it with attachTrainingJob, or give modelData.`,
    )
  }
  return { imageUri: algorithm?.TrainingImage, modelDataUri }
}

/** A model of the run's name, made now of what is there and of what the options give; none when one is there. */
export async function provideModel(
  run: Run,
  options: TransformOptions,
  parts: ModelParts,
): Promise<Model | undefined> {
  if (options.model !== undefined) return undefined
  const isGiven = countWays(options) > 0
  const imageUri = isGiven ? await provideImage(run, options) : (parts.imageUri ?? '')
  const modelDataUri = parts.modelDataUri ?? (await provideArchive(run, options))
  const { modelSettings = {}, signal } = options
  return makeModel(run, modelSettings, { imageUri, modelDataUri }, signal)
}
