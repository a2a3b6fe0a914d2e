import type { HostingOptions } from '../endpoint/endpoint-config-spec.ts'
import { ByoError } from '../errors.ts'
import { readProgram } from '../image/build-without-docker.ts'
import type { ChannelData } from '../s3/channel-data.ts'
import { findChannelSource } from '../s3/channel-source.ts'
import type { Session, SessionOptions } from '../session/session.ts'
import { formatHyperparameters, type HyperparameterValue } from '../training/hyperparameters.ts'
import { checkChannels, type TrainingOptions } from '../training/training-job-spec.ts'
import type { StepEvent } from './events.ts'
import { runTags } from './run-tags.ts'

/**
 * What `trainAndDeploy` takes: a program or an image, data, and what differs from the defaults.
 *
 * @public
 */
export interface TrainAndDeployOptions extends SessionOptions {
  /** The one bundled file that runs as `node container.mjs train` and `serve`. Either this or `image`. */
  readonly program?: string | undefined
  /** An image in ECR, by address or as `publishImage` gave it. Either this or `program`. */
  readonly image?: string | { readonly uri: string } | undefined
  /**
   * For each channel a file, a folder, a glob or an `s3://` prefix, content under a name, or what
   * `uploadChannel` gave.
   */
  readonly trainingData: Readonly<Record<string, ChannelData>>
  /** Values by name, sent to the training job as strings. @defaultValue none */
  readonly hyperparameters?: Readonly<Record<string, HyperparameterValue>> | undefined
  /** What the names of all that's made begin with. @defaultValue `byo` */
  readonly name?: string | undefined
  /** The ECR repository for the program's image. @defaultValue `byo/<name>` */
  readonly repository?: string | undefined
  /** Labels of the program's image, as `publishImage` takes them. @defaultValue none */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** What the training job runs on: `ml.m5.large` and at most an hour, unless said otherwise. */
  readonly training?:
    | Pick<
        TrainingOptions,
        'instanceType' | 'instanceCount' | 'volumeSizeInGB' | 'maxRuntimeInSeconds' | 'environment'
      >
    | undefined
  /** What the endpoint runs on: one `ml.m5.large`, unless said otherwise. */
  readonly hosting?:
    | (HostingOptions & { readonly environment?: Readonly<Record<string, string>> | undefined })
    | undefined
  /**
   * AWS tags, value by key, of the job, the model, the endpoint and its config, and of a repository
   * that is made; at most 48, beside `byo:run`, the run's name, and `byo:created-by`, `@byo/core`.
   *
   * @defaultValue none
   */
  readonly tags?: Readonly<Record<string, string>> | undefined
  /** An own session, instead of region, role, clientConfig, baseImage and bucket. */
  readonly session?: Session | undefined
  /** Told of every step; `consoleProgress()` shows them. */
  readonly onEvent?: ((event: StepEvent) => void) | undefined
  /** Ends all at once; what was made by then is removed. */
  readonly signal?: AbortSignal | undefined
  /**
   * Leaves everything as it is after a failure and after an `await using` block; `delete()` and
   * `cleanUp()` work all the same.
   *
   * @defaultValue false
   */
  readonly keep?: boolean | undefined
}

/** Finds what is wrong with the options before anything is asked of AWS. */
export async function checkOptions(options: TrainAndDeployOptions): Promise<void> {
  const { program, image, trainingData, hyperparameters = {} } = options
  if ((program === undefined) === (image === undefined)) {
    throw new ByoError('invalid-option', 'Give either a program or an image to trainAndDeploy.')
  }
  checkChannels(Object.keys(trainingData))
  formatHyperparameters(hyperparameters)
  runTags(options.tags, '')
  if (program !== undefined) await readProgram(program)
  for (const data of Object.values(trainingData)) await findChannelSource(data)
}
