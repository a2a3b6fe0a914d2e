import { ByoError } from '../errors.ts'
import { checkModel } from '../model/check-model.ts'
import { findModelFiles } from '../model/model-files.ts'
import { uriOf } from '../naming/reference.ts'
import {
  checkEndpointRunOptions,
  type EndpointRunOptions,
} from '../train-and-deploy/run-options.ts'

/**
 * What `deployModel` takes: a program, a Dockerfile or an image, a model, and what differs from the defaults.
 *
 * @public
 */
export interface DeployModelOptions extends EndpointRunOptions {
  /** A folder with a fitted model, as `train` of the program would leave it. Either this or `modelData`. */
  readonly modelDir?: string | undefined
  /** An archive in S3, such as a training job's `modelDataUri`. Either this or `modelDir`. */
  readonly modelData?: string | { readonly uri: string } | undefined
}

/** Finds what is wrong with the options before anything is asked of AWS. */
export async function checkOptions(options: DeployModelOptions): Promise<void> {
  const { modelDir, modelData } = options
  if ((modelDir === undefined) === (modelData === undefined)) {
    throw new ByoError('invalid-option', 'Give either modelDir or modelData to deployModel.')
  }
  await checkEndpointRunOptions(options)
  if (modelDir !== undefined) await findModelFiles(modelDir)
  if (modelData !== undefined) checkModel({ image: 'image', modelDataUri: uriOf(modelData) })
}
