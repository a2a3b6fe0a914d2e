import type { PublishedImage } from '../image/published-image.ts'
import type { Model } from '../model/create-model.ts'
import type { ModelArchive } from '../model/upload-model.ts'
import type { CleanUpReport, Resource } from '../resource.ts'
import type { Channel } from '../s3/upload-channel.ts'
import type { CompletedTraining } from '../training/training-outcome.ts'
import type { CompletedTransform } from '../transform/transform-outcome.ts'
import type { CompletedTuning } from '../tuning/tuning-outcome.ts'
import type { TuningProgress } from '../tuning/wait-for-tuning.ts'

/**
 * The steps of `trainAndDeploy`, `deployModel`, `tune` and `transform`, and what each results in.
 *
 * @public
 */
export interface StepResults {
  /** Where it all happens, and as whom. */
  session: {
    readonly region: string
    readonly accountId: string
    readonly roleArn: string
    readonly bucket: string
  }
  /** Left out when an image is given. */
  image: PublishedImage
  /** The channels by name, each uploaded or in S3 already. */
  data: Readonly<Record<string, Channel>>
  /** The training job, once it has completed. */
  train: CompletedTraining
  /** Of `tune`: the tuning job, once it has ended with a best trial. */
  tune: CompletedTuning
  /** Of `deployModel` and `transform`: the model's folder, packed and in S3. Left out when an archive is given. */
  archive: ModelArchive
  /** The model made of the image and the archive. Left out when `transform` is given one. */
  model: Model
  /** The endpoint, once it is in service. */
  endpoint: { readonly name: string; readonly arn: string }
  /** Of `transform`: the transform job, once it has completed. */
  transform: CompletedTransform
  /** After a failure, whenever the endpoint is deleted, and when `transform` is done with its model. */
  'clean-up': CleanUpReport
}

/**
 * The name of a step, such as `train`.
 *
 * @public
 */
export type StepName = keyof StepResults

/**
 * What happens in `trainAndDeploy`, `deployModel`, `tune` and `transform`. Each step that starts also ends or fails; in
 * between, the steps `train`, `endpoint` and `transform`, and `image` with Docker, tell of changes of status, `data` of
 * the bytes that it has sent, and `tune` of its trials. The run itself ends or fails last; a clean-up that is asked for
 * later is a step of its own.
 *
 * @public
 */
export type StepEvent =
  | { readonly type: 'step-started'; readonly step: StepName }
  | {
      readonly type: 'step-status'
      readonly step: StepName
      /**
       * As the API words it, such as `Downloading` or `Creating`; with Docker `Building` and `Pushing`, of `transform`
       * `Starting` until it has machines.
       */
      readonly status: string
      /** Seconds since the step started. */
      readonly seconds: number
    }
  | {
      readonly type: 'step-progress'
      readonly step: StepName
      readonly sentBytes: number
      /** Undefined where a stream doesn't tell how long it is. */
      readonly totalBytes: number | undefined
      /** Seconds since the step started. */
      readonly seconds: number
    }
  | StepTrials
  | StepEnded
  | {
      readonly type: 'step-failed'
      readonly step: StepName
      readonly seconds: number
      readonly error: unknown
    }
  | RunEnded
  | RunFailed

/**
 * The event of a trial that has started or ended, with all trials so far.
 *
 * @public
 */
export interface StepTrials extends TuningProgress {
  readonly type: 'step-trials'
  /** Always `tune`. */
  readonly step: 'tune'
  /** Seconds since the step started. */
  readonly seconds: number
}

/**
 * The event of a run that led to an endpoint in service, of a search that led to a best trial, or of a transform job
 * that led to results.
 *
 * @public
 */
export interface RunEnded {
  readonly type: 'run-ended'
  /** What the training, tuning or transform job, the model, the endpoint and its config are called. */
  readonly run: string
  /** Seconds from the first step to the last. */
  readonly seconds: number
  /** Seconds of training that are paid for, where SageMaker tells them. */
  readonly billableSeconds: number | undefined
  /** All that was made, with ARNs. */
  readonly resources: readonly Resource[]
}

/**
 * The event of a run that failed, after its clean-up.
 *
 * @public
 */
export interface RunFailed {
  readonly type: 'run-failed'
  /** What the run called the things that it made. */
  readonly run: string
  /** Seconds from the first step to the end of the clean-up. */
  readonly seconds: number
  /** What the run throws. */
  readonly error: unknown
  /** What is still there, with ARNs: all of it with `keep`, else what could not be removed. */
  readonly resources: readonly Resource[]
}

/**
 * The event of a step that ended well, with the result that is that step's own.
 *
 * @public
 */
export type StepEnded = {
  [Step in StepName]: {
    readonly type: 'step-ended'
    readonly step: Step
    /** Seconds that the step took. */
    readonly seconds: number
    readonly result: StepResults[Step]
  }
}[StepName]

/** Runs a step with its events around it. */
export type RunStep = <Step extends StepName>(
  step: Step,
  work: (tell: StepNews) => Promise<StepResults[Step]>,
) => Promise<StepResults[Step]>

/** What a step can tell of while it runs. */
export interface StepNews {
  status(status: string): void
  sent(sentBytes: number, totalBytes: number | undefined): void
  trials(progress: TuningProgress): void
}

/** Makes `RunStep` for one listener; `now` gives milliseconds. */
export function stepRunner(
  onEvent: ((event: StepEvent) => void) | undefined,
  now: () => number,
): RunStep {
  return async (step, work) => {
    const start = now()
    const seconds = () => (now() - start) / 1000
    onEvent?.({ type: 'step-started', step })
    try {
      const result = await work({
        status: (status) => onEvent?.({ type: 'step-status', step, status, seconds: seconds() }),
        sent: (sentBytes, totalBytes) =>
          onEvent?.({ type: 'step-progress', step, sentBytes, totalBytes, seconds: seconds() }),
        trials: (progress) =>
          onEvent?.({ type: 'step-trials', step: 'tune', ...progress, seconds: seconds() }),
      })
      // The compiler doesn't see that step and result belong together.
      onEvent?.({ type: 'step-ended', step, seconds: seconds(), result } as StepEnded)
      return result
    } catch (error) {
      onEvent?.({ type: 'step-failed', step, seconds: seconds(), error })
      throw error
    }
  }
}
