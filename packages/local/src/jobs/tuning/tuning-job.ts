import type { ResourceLimits } from '../../strategies/hyperband.ts'
import type { ParameterRange, Point } from '../../strategies/parameter-range.ts'
import type { Resource, Time } from '../resource.ts'
import type { TrainingJob } from '../training/training-job.ts'
import type { TrainingRequest } from '../training/training-request.ts'
import type { Heritage } from './warm-start.ts'

/** Where a tuning job stands, in SageMaker's words. */
type TuningJobStatus = 'InProgress' | 'Stopping' | 'Completed' | 'Failed' | 'Stopped'

/** A hyperparameter tuning job: what was asked, and how far it is. */
export interface TuningJob extends Resource {
  readonly request: TuningRequest
  readonly definitions: readonly TrialDefinition[]
  /** What it was warm-started with. */
  readonly heritage?: Heritage
  /** In the order in which they were launched. */
  readonly trials: TuningTrial[]
  status: TuningJobStatus
  lastModifiedTime: Time
  endTime?: Time
  failureReason?: string
}

/** The members of a CreateHyperParameterTuningJob request that are described as they were asked, defaults filled in. */
export interface TuningRequest {
  readonly HyperParameterTuningJobConfig: TuningConfig
  readonly TrainingJobDefinition?: object
  readonly TrainingJobDefinitions?: readonly object[]
  readonly WarmStartConfig?: WarmStart
}

/** How a tuning job searches, and when it is done. */
export interface TuningConfig {
  readonly Strategy: 'Bayesian' | 'Random' | 'Hyperband' | 'Grid'
  readonly StrategyConfig?: {
    readonly HyperbandStrategyConfig?: {
      readonly MinResource?: number
      readonly MaxResource?: number
    }
  }
  readonly HyperParameterTuningJobObjective?: Objective
  readonly ResourceLimits: {
    readonly MaxNumberOfTrainingJobs: number
    readonly MaxParallelTrainingJobs: number
    readonly MaxRuntimeInSeconds?: number
  }
  readonly ParameterRanges?: object
  readonly TrainingJobEarlyStoppingType: 'Off' | 'Auto'
  readonly TuningJobCompletionCriteria?: {
    readonly TargetObjectiveMetricValue?: number
    readonly BestObjectiveNotImproving?: { readonly MaxNumberOfTrainingJobsNotImproving?: number }
  }
  readonly RandomSeed?: number
}

/** The metric that is to be as small or as large as possible. */
export interface Objective {
  readonly Type: 'Minimize' | 'Maximize'
  readonly MetricName: string
}

/** What a tuning job begins with. */
export interface WarmStart {
  readonly WarmStartType: 'IdenticalDataAndAlgorithm' | 'TransferLearning'
  readonly ParentHyperParameterTuningJobs: readonly {
    readonly HyperParameterTuningJobName: string
  }[]
}

/** What training jobs of one kind are made of. */
export interface TrialDefinition {
  readonly name?: string
  readonly ranges: readonly ParameterRange[]
  readonly objective: Objective
  /** How many values of the objective Hyperband lets a training job have. */
  readonly resource?: ResourceLimits
  /** All of a training job but its name and what is tuned. */
  readonly template: Omit<TrainingRequest, 'TrainingJobName'>
}

/** A training job that a tuning job has launched; it is still told of when the training job was deleted. */
export interface TuningTrial {
  readonly name: string
  readonly arn: string
  /** Which of the tuning job's definitions it is of. */
  readonly definition: number
  readonly creationTime: Time
  readonly tuned: Point
  status: TrainingJob['status']
  objectiveStatus: 'Pending' | 'Succeeded' | 'Failed'
  /** The last value of the objective. */
  value?: number
  startTime?: Time
  endTime?: Time
  failureReason?: string
}
