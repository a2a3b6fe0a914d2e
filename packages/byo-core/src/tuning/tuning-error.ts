import { ByoError } from '../errors.ts'

/**
 * What became of a trial of a tuning job.
 *
 * @public
 */
export interface TrialOutcome {
  /** The training job's name, which begins with that of the tuning job. */
  readonly name: string
  /** That of the training job, such as `InProgress`, `Completed`, `Failed` or `Stopped`. */
  readonly status: string
  /** The value of the objective; undefined until it is known, and where the log didn't tell it. */
  readonly objective: number | undefined
  /** SageMaker's FailureReason, where it gives one. */
  readonly failureReason: string | undefined
}

/**
 * A tuning job that ended without a best trial.
 *
 * @public
 */
export class TuningError extends ByoError {
  /** Always `TuningError`. */
  override readonly name = 'TuningError'
  /** The job's name. */
  readonly jobName: string
  /** Such as `arn:aws:sagemaker:eu-west-1:123456789012:hyper-parameter-tuning-job/iris-1`. */
  readonly jobArn: string
  /** As the API words it, such as `Failed` or `Stopped`. */
  readonly status: string
  /** SageMaker's FailureReason of the tuning job, where it gives one. */
  readonly failureReason: string | undefined
  /** What became of each trial, in the order in which they were started. */
  readonly trials: readonly TrialOutcome[]
  /** The last lines that one of the trials wrote, oldest first. */
  readonly logTail: readonly string[]

  constructor(
    code: 'tuning-failed' | 'tuning-stopped' | 'objective-not-found',
    message: string,
    facts: Pick<
      TuningError,
      'jobName' | 'jobArn' | 'status' | 'failureReason' | 'trials' | 'logTail'
    >,
  ) {
    super(code, message)
    this.jobName = facts.jobName
    this.jobArn = facts.jobArn
    this.status = facts.status
    this.failureReason = facts.failureReason
    this.trials = facts.trials
    this.logTail = facts.logTail
  }
}
