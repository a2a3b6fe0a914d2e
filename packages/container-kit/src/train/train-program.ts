import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Log } from '../logging/log.ts'
import type { ChannelStreams } from './channel-stream.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { Cluster } from './cluster.ts'
import type { Channels } from './input-channels.ts'
import type { RunOptions } from './run-program.ts'

/**
 * What `train` is given.
 *
 * @public
 */
export interface TrainContext<
  Hyperparameters,
  Declared extends string,
  Streamed extends string = never,
> {
  /** What the schema made of the job's hyperparameters; without a schema their text by name. */
  readonly hyperparameters: Hyperparameters
  /** The job's input channels by name, each a folder. */
  readonly channels: Channels<Declared>
  /** The channels that the program reads as streams, by name. */
  readonly streams: ChannelStreams<Streamed>
  /** Everything left in this folder becomes the model. It exists. */
  readonly modelDir: string
  /** The folder above `outputDataDir`, for marker files. It exists. */
  readonly outputDir: string
  /** Everything left in this folder becomes `output.tar.gz`, beside the model. It exists. */
  readonly outputDataDir: string
  /** Kept in step with S3 during the job, and filled again after an interruption, if the job asks for it. It exists. */
  readonly checkpointDir: string
  /** Saves checkpoints there that are whole or not there, and finds the newest. */
  readonly checkpoints: Checkpoints
  /** What a warm pool keeps from job to job, whatever jobs left there; undefined outside of one. */
  readonly warmPoolCacheDir: string | undefined
  /** The container's log, which SageMaker keeps in CloudWatch Logs. */
  readonly log: Log
  /** Aborted when the platform stops the job: save what is worth saving and return. */
  readonly signal: AbortSignal
  /** The hosts of the job and this one's place among them. */
  readonly cluster: Cluster
  /** Name of the training job; undefined where there is none, as on a laptop. */
  readonly jobName: string | undefined
  /** Hyperparameters that the SageMaker SDK and tuner added for themselves (`sagemaker_*`, `_tuning_objective_metric`). */
  readonly reservedHyperparameters: Readonly<Record<string, string>>
  /** Words after `train` on the command line. */
  readonly args: readonly string[]
  /**
   * Runs a program in any language, without a shell and in a process group of its own, and waits for its end. What it prints
   * goes to the container's log, line by line. It is given the container's environment and {@link TrainContext.toolkitEnvironment}.
   * When the platform stops the job, the group gets the signal; if it has not ended with the grace, SIGKILL. What it
   * leaves running in its group is killed when it ends.
   *
   * @param command - A program on PATH, or its path.
   * @param args - Its words, each as it is.
   * @throws ChildProcessError if it ends with anything but 0: left uncaught, the container ends with the same exit
   * code, and FailureReason begins with what the program said last. The reason of `signal` when the job is stopped and the
   * program did not end with 0.
   */
  run(command: string, args?: readonly string[], options?: RunOptions): Promise<void>
  /**
   * The variables `SM_*` that AWS's training toolkit gives programs, in its format: `SM_CHANNEL_TRAIN`, `SM_HPS`,
   * `SM_MODEL_DIR` and so on. Names of hyperparameters with hyphens also come with underscores.
   *
   * @see sagemaker-training-toolkit, environment variables
   */
  toolkitEnvironment(): Readonly<Record<string, string>>
}

/**
 * The training half of a program.
 *
 * @public
 */
export interface TrainProgram<
  Hyperparameters,
  Declared extends string,
  Streamed extends string = never,
> {
  /**
   * Any Standard Schema (valibot, zod, arktype) for the hyperparameters. It sees each value as the text that was sent and,
   * if it refuses the text, as the number, boolean, list or object that the text stands for.
   *
   * @defaultValue none: hyperparameters are text by name
   */
  readonly hyperparameters?: StandardSchemaV1<unknown, Hyperparameters>
  /**
   * Names of the channels that training cannot do without.
   *
   * @defaultValue none
   */
  readonly channels?: readonly Declared[]
  /**
   * Names of the channels that training reads as streams, and cannot do without. They may come in any input mode,
   * Pipe as well; all others have to come as folders.
   *
   * @defaultValue none
   */
  readonly streams?: readonly Streamed[]
  /**
   * What becomes of a job whose model folder is empty in the end.
   *
   * @defaultValue `warn`: it is Completed with a warning in the log; `error` makes it Failed
   */
  readonly emptyModel?: 'warn' | 'error'
  /**
   * Exit code of a job that is stopped and does not save what it has.
   *
   * @defaultValue 143 after SIGTERM, 130 after SIGINT
   */
  readonly stoppedExitCode?: number
  /**
   * Trains: reads channels, leaves a model. When it returns the job is Completed; when it throws, the job is
   * Failed and the message becomes its FailureReason.
   */
  train?(context: TrainContext<Hyperparameters, Declared, Streamed>): unknown
}
