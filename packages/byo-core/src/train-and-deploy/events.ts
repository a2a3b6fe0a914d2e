import type { PublishedImage } from '../image/publish-image.ts'
import type { Model } from '../model/create-model.ts'
import type { ModelArchive } from '../model/upload-model.ts'
import type { CleanUpReport } from '../resource.ts'
import type { Channel } from '../s3/upload-channel.ts'
import type { CompletedTraining } from '../training/training-outcome.ts'

/**
 * The steps of `trainAndDeploy` and `deployModel`, in their order, and what each results in.
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
  /** Of `deployModel`: the model's folder, packed and in S3. Left out when an archive is given. */
  archive: ModelArchive
  /** The model made of the image and the archive. */
  model: Model
  /** The endpoint, once it is in service. */
  endpoint: { readonly name: string; readonly arn: string }
  /** After a failure, and whenever the endpoint is deleted. */
  'clean-up': CleanUpReport
}

/**
 * The name of a step, such as `train`.
 *
 * @public
 */
export type StepName = keyof StepResults

/**
 * What happens in `trainAndDeploy` and `deployModel`. Each step that starts also ends or fails; in between, the steps
 * `train` and `endpoint` tell of changes of status.
 *
 * @public
 */
export type StepEvent =
  | { readonly type: 'step-started'; readonly step: StepName }
  | {
      readonly type: 'step-status'
      readonly step: StepName
      /** As the API words it, such as `Downloading` or `Creating`. */
      readonly status: string
      /** Seconds since the step started. */
      readonly seconds: number
    }
  | StepEnded
  | {
      readonly type: 'step-failed'
      readonly step: StepName
      readonly seconds: number
      readonly error: unknown
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
  work: (status: (status: string) => void) => Promise<StepResults[Step]>,
) => Promise<StepResults[Step]>

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
      const result = await work((status) =>
        onEvent?.({ type: 'step-status', step, status, seconds: seconds() }),
      )
      // The compiler doesn't see that step and result belong together.
      onEvent?.({ type: 'step-ended', step, seconds: seconds(), result } as StepEnded)
      return result
    } catch (error) {
      onEvent?.({ type: 'step-failed', step, seconds: seconds(), error })
      throw error
    }
  }
}
