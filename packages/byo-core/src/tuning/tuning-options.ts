import type { CreateHyperParameterTuningJobRequest } from '@aws-sdk/client-sagemaker'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { SdkOptions } from '../requests/with-sdk-options.ts'
import type { AnyHyperparameters, TrainingOptions } from '../training/training-options.ts'
import type { TuningRanges } from './ranges.ts'

/**
 * The number that a search is about.
 *
 * @public
 */
export interface TuningObjective {
  /** The metric's name, such as `validation:rmse`. */
  readonly metric: string
  /** Whether the smallest or the largest value is the best. */
  readonly goal: 'Minimize' | 'Maximize'
  /**
   * Finds the metric in the log: its first group is the value. The last one of a trial counts.
   *
   * @defaultValue what the training's `metricDefinitions` have under the metric's name
   */
  readonly pattern?: string | RegExp | undefined
}

/**
 * When a search has found enough, before all trials have run.
 *
 * @public
 */
export interface TuningTarget {
  /** Ends it when a trial's objective is as good as this. */
  readonly value?: number | undefined
  /** Ends it after so many trials in a row that were no better by at least 1 %: 3 or more. */
  readonly trialsNotImproving?: number | undefined
  /** Ends it when SageMaker believes that nothing better will be found. @defaultValue false */
  readonly convergence?: boolean | undefined
}

/**
 * What `Hyperband` gives a trial to spend, such as epochs.
 *
 * @public
 */
export interface HyperbandOptions {
  /** No trial is stopped before it has spent so much: 1 to 20,000. @defaultValue SageMaker's */
  readonly minResource?: number | undefined
  /**
   * A trial that has spent so much is stopped: 1 to 20,000.
   *
   * @defaultValue the static hyperparameter `epochs`, `numepochs`, `n-epochs`, `n_epochs` or `num_epochs`
   */
  readonly maxResource?: number | undefined
}

/**
 * What is searched and how, whatever is trained.
 *
 * @public
 */
export interface SearchOptions<Ranges extends TuningRanges = TuningRanges> {
  /** What is searched, by the names of the hyperparameters: `integer`, `continuous` and `categorical`. At most 30. */
  readonly ranges: Ranges
  /** What makes one trial better than another. */
  readonly objective: TuningObjective
  /**
   * `Bayesian` learns from the trials so far, `Random` draws, `Grid` takes every combination of categorical values,
   * `Hyperband` gives promising trials more time than others.
   *
   * @defaultValue `Bayesian`
   */
  readonly strategy?: 'Bayesian' | 'Random' | 'Grid' | 'Hyperband' | undefined
  /** How `Hyperband` spends. @defaultValue SageMaker's */
  readonly hyperband?: HyperbandOptions | undefined
  /** The same seed leads to the same draws again: a whole number from 0. @defaultValue one of SageMaker's */
  readonly randomSeed?: number | undefined
  /** How many trials there are at most: 1 to 750, with `Random` to 10,000. @defaultValue 10; with `Grid` all */
  readonly maxJobs?: number | undefined
  /** How many of them run at a time: 1 to 100. `Bayesian` learns more with fewer. @defaultValue 2 */
  readonly maxParallelJobs?: number | undefined
  /** The search is stopped after so many seconds: 120 to 15,768,000. @defaultValue no limit */
  readonly maxRuntimeInSeconds?: number | undefined
  /** Stops trials that will hardly become better than others. Not with `Hyperband`. @defaultValue false */
  readonly earlyStopping?: boolean | undefined
  /** When enough has been found; a number is short for its `value`. @defaultValue after all trials */
  readonly target?: number | TuningTarget | undefined
  /** Begins with what earlier searches have found. @defaultValue none */
  readonly warmStart?: WarmStartOptions | undefined
}

/**
 * The searches to begin with.
 *
 * @public
 */
export interface WarmStartOptions {
  /** Tuning jobs that have ended, by name: 1 to 5. */
  readonly parents: readonly string[]
  /** Whether they had the same data and image. */
  readonly type: 'IdenticalDataAndAlgorithm' | 'TransferLearning'
}

/**
 * What each trial of a search is to do: what a training job is, without the names of one, and without what SageMaker
 * doesn't take here. It takes no more than 48 variables and 20 metrics, the objective among them.
 *
 * @public
 */
export interface TrialOptions<Schema extends StandardSchemaV1 = AnyHyperparameters>
  extends Omit<
    TrainingOptions<Schema>,
    | 'hyperparameters'
    | 'jobName'
    | 'tags'
    | 'sdkOptions'
    | 'entrypoint'
    | 'arguments'
    | 'keepAliveInSeconds'
  > {
  /** Values by name that are the same in every trial, sent as strings. @defaultValue none */
  readonly hyperparameters?: Partial<StandardSchemaV1.InferInput<Schema>> | undefined
}

/**
 * What a tuning job is to do.
 *
 * @public
 */
export interface TuningOptions<
  Ranges extends TuningRanges = TuningRanges,
  Schema extends StandardSchemaV1 = AnyHyperparameters,
> extends SearchOptions<Ranges> {
  /** What each trial is to do, as `startTraining` takes it. */
  readonly training: TrialOptions<Schema>
  /**
   * What the job is called, and what the names of its trials begin with: at most 32 letters, digits and hyphens.
   *
   * @defaultValue `tuning-<time>-<random>`
   */
  readonly jobName?: string | undefined
  /** AWS tags, value by key, of the tuning job and of its trials. @defaultValue none */
  readonly tags?: Readonly<Record<string, string>> | undefined
  /** Laid over the request as it is, unchecked: for all that has no option here. @defaultValue nothing */
  readonly sdkOptions?: SdkOptions<CreateHyperParameterTuningJobRequest> | undefined
}
