import type { Model } from '../hosting/model.ts'
import type { Resource, Time } from '../resource.ts'
import type { BatchStrategy, TransformRequest } from './transform-request.ts'

/** Where a transform job stands, in SageMaker's words. */
export type TransformJobStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped'

/** A transform job: what was asked, and how far it is. */
export interface TransformJob extends Resource {
  readonly request: TransformRequest
  /** The model as it was when the job was made: it may be deleted meanwhile. */
  readonly model: Model
  /** The image of each of the model's containers by its digest, `<registry>/<repository>@sha256:…`. */
  readonly images: readonly string[]
  status: TransformJobStatus
  lastModifiedTime: Time
  startTime?: Time
  endTime?: Time
  failureReason?: string
  /** How requests are made, once the container has been asked. */
  parameters?: TransformParameters
}

/** How requests are made of records, by the job, the container, or SageMaker's defaults. */
export interface TransformParameters {
  /** Requests under way at once on each instance. */
  readonly maxConcurrentTransforms: number
  readonly batchStrategy: BatchStrategy
  /** 0 for no limit. */
  readonly maxPayloadInMB: number
}
