import { join } from 'node:path'

/**
 * Where SageMaker puts everything a container reads and writes. `/opt/ml` and all below it belong to the
 * platform: what an image keeps there may be hidden by mounts.
 *
 * @see AWS guide, "How Amazon SageMaker runs your training image"
 * @public
 */
export const defaultBaseDir = '/opt/ml'

/**
 * Every path of the contract below one base folder.
 *
 * @public
 */
export interface ContainerPaths {
  /** The base folder itself, `/opt/ml` on the platform. */
  readonly baseDir: string
  /** `input/config`: what the platform tells a training job. */
  readonly inputConfigDir: string
  /** `input/config/hyperparameters.json`: {@link HyperparametersFile}. */
  readonly hyperparametersFile: string
  /** `input/config/inputdataconfig.json`: {@link InputDataConfigFile}. */
  readonly inputDataConfigFile: string
  /** `input/config/resourceconfig.json`: {@link ResourceConfigFile}. */
  readonly resourceConfigFile: string
  /** `input/data`: one folder a channel. */
  readonly inputDataDir: string
  /** `model`: what training leaves here becomes `model.tar.gz`; serving finds it unpacked, read-only. */
  readonly modelDir: string
  /** `models`: in a multi-model endpoint, a folder a model. */
  readonly modelsDir: string
  /** `output`: the parent of the marker files and of `data`. */
  readonly outputDir: string
  /** `output/data`: other artifacts, which become `output.tar.gz`. */
  readonly outputDataDir: string
  /** `output/failure`: its first 1024 characters become the job's `FailureReason`. */
  readonly failureFile: string
  /** `output/success`: an empty marker that AWS's training toolkit writes; the platform gives it no meaning. */
  readonly successFile: string
  /** `checkpoints`: kept in step with S3 in both directions if the job asks for it. */
  readonly checkpointDir: string
}

/**
 * Returns the paths of the contract below a base folder.
 *
 * @param baseDir - The folder that stands for `/opt/ml`.
 * @defaultValue `baseDir` is `/opt/ml`
 * @see AWS guide, "How Amazon SageMaker provides training information" and "processes training output"
 * @example
 * ```ts
 * import { containerPaths } from '@byo/container-kit/contract'
 *
 * const { hyperparametersFile } = containerPaths('job-1') // 'job-1/input/config/hyperparameters.json'
 * ```
 * @public
 */
export function containerPaths(baseDir: string = defaultBaseDir): ContainerPaths {
  const inputConfigDir = join(baseDir, 'input', 'config')
  const outputDir = join(baseDir, 'output')
  return {
    baseDir,
    inputConfigDir,
    hyperparametersFile: join(inputConfigDir, 'hyperparameters.json'),
    inputDataConfigFile: join(inputConfigDir, 'inputdataconfig.json'),
    resourceConfigFile: join(inputConfigDir, 'resourceconfig.json'),
    inputDataDir: join(baseDir, 'input', 'data'),
    modelDir: join(baseDir, 'model'),
    modelsDir: join(baseDir, 'models'),
    outputDir,
    outputDataDir: join(outputDir, 'data'),
    failureFile: join(outputDir, 'failure'),
    successFile: join(outputDir, 'success'),
    checkpointDir: join(baseDir, 'checkpoints'),
  }
}

/**
 * Returns the FIFO of one epoch of a channel in Pipe mode, `input/data/<channel>_<epoch>`.
 *
 * @param epoch - Passes over the data before this one, from 0.
 * @see AWS guide, "How Amazon SageMaker provides training information"
 * @example
 * ```ts
 * import { containerPaths, pipeFile } from '@byo/container-kit/contract'
 *
 * pipeFile(containerPaths(), 'train', 0) // '/opt/ml/input/data/train_0'
 * ```
 * @public
 */
export function pipeFile(paths: ContainerPaths, channel: string, epoch: number): string {
  return join(paths.inputDataDir, `${channel}_${epoch}`)
}

/**
 * Returns the folder of one input channel, `input/data/<channel>`.
 *
 * @see AWS guide, "How Amazon SageMaker provides training information"
 * @example
 * ```ts
 * import { channelDir, containerPaths } from '@byo/container-kit/contract'
 *
 * channelDir(containerPaths(), 'train') // '/opt/ml/input/data/train'
 * ```
 * @public
 */
export function channelDir(paths: ContainerPaths, channel: string): string {
  return join(paths.inputDataDir, channel)
}
