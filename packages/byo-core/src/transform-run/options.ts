import { checkOptions as checkDeployment } from '../deploy-model/options.ts'
import { ByoError } from '../errors.ts'
import { checkModel } from '../model/check-model.ts'
import type { ContainerOptions, ModelSettings } from '../model/model-options.ts'
import { checkName } from '../naming/check-name.ts'
import { nameOf } from '../naming/reference.ts'
import { findChannelSource } from '../s3/channel-source.ts'
import { checkProgram, countWays } from '../train-and-deploy/program-options.ts'
import type { RunOptions } from '../train-and-deploy/run-options.ts'
import { runTags } from '../train-and-deploy/run-tags.ts'
import { transformJobSpec } from '../transform/transform-job-spec.ts'
import type { TransformSettings } from '../transform/transform-options.ts'
import { formatOf } from './format-of.ts'
import { dataOf, type TransformData } from './transform-data.ts'

/**
 * What `transform` takes: a model, as a program or an image with its archive, as a training job or as it is in
 * SageMaker; data; and what differs from the defaults.
 *
 * @public
 */
export interface TransformOptions extends RunOptions, TransformSettings {
  /** A folder with a fitted model, as `train` of the program would leave it. With a program, a Dockerfile or an image. */
  readonly modelDir?: string | undefined
  /** An archive in S3, such as a training job's `modelDataUri`. With a program, a Dockerfile or an image. */
  readonly modelData?: string | { readonly uri: string } | undefined
  /**
   * A training job that has completed, or its name: its model, and its image unless a program, a Dockerfile or an
   * image is given.
   */
  readonly trainingJob?: string | { readonly name: string } | undefined
  /** A model that is there, or its name, which stays. With none of the others. */
  readonly model?: string | { readonly name: string } | undefined
  /** The data. */
  readonly input: TransformData
  /**
   * Where the outputs go, as an `s3://` prefix; they then stay there, whatever becomes of the run.
   *
   * @defaultValue a folder of the run's own, which `delete()`, `cleanUp()` and a failure remove
   */
  readonly outputPath?: string | undefined
  /** What the model has besides image and archive. @defaultValue nothing */
  readonly modelSettings?: TransformModelSettings | undefined
}

/**
 * What the model of `transform` has besides image and archive.
 *
 * @public
 */
export type TransformModelSettings = Pick<ContainerOptions, 'environment' | 'imageConfig'> &
  Pick<ModelSettings, 'vpc' | 'networkIsolation' | 'sdkOptions'>

/** Finds what is wrong with the options before anything is asked of AWS. */
export async function checkOptions(options: TransformOptions): Promise<void> {
  await checkSource(options)
  const { image, modelSettings = {}, tags } = options
  const { environment, vpc } = modelSettings
  checkModel({ image: image ?? 'image', environment, vpc, tags })
  runTags(tags, '')
  const source = await findChannelSource(dataOf(options.input))
  const uri = source.kind === 's3' ? source.uri : 's3://bucket/'
  // What is not known yet is what the run makes.
  transformJobSpec({
    ...options,
    model: 'model',
    input: { ...formatOf(options.input, source), uri },
    jobName: undefined,
  })
}

/** The model has to come from one place. */
async function checkSource(options: TransformOptions): Promise<void> {
  const { model, trainingJob, modelDir, modelData, modelSettings } = options
  const places = { modelDir, modelData, trainingJob, model }
  const given = Object.entries(places).flatMap(([name, value]) => (value === undefined ? [] : name))
  if (given.length !== 1) {
    const seen = given.length === 0 ? 'none' : given.join(' and ')
    throw invalid(`Give one of modelDir, modelData, trainingJob and model, not ${seen}.`)
  }
  if (model !== undefined) {
    checkName('model', nameOf(model))
    if (countWays(options) > 0 || modelSettings !== undefined) {
      throw invalid(
        'A model that is there has its image and its settings: leave out program, dockerfile, image and modelSettings, or leave out model.',
      )
    }
  } else if (trainingJob !== undefined) {
    checkName('training job', nameOf(trainingJob))
    if (countWays(options) > 0) await checkProgram(options)
  } else await checkDeployment(options)
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
