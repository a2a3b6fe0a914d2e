import type {
  CompleteLayerUploadRequest,
  CreateRepositoryRequest,
  InitiateLayerUploadRequest,
  PutImageRequest,
  UploadLayerPartRequest,
} from '@aws-sdk/client-ecr'
import type {
  CompleteMultipartUploadRequest,
  CreateBucketRequest,
  CreateMultipartUploadRequest,
  PutObjectRequest,
  UploadPartRequest,
} from '@aws-sdk/client-s3'
import type {
  CreateEndpointConfigInput,
  CreateEndpointInput,
  CreateHyperParameterTuningJobRequest,
  CreateModelInput,
  CreateTrainingJobRequest,
  CreateTransformJobRequest,
} from '@aws-sdk/client-sagemaker'

/**
 * The operations by which a run makes or changes something, by service, with their inputs.
 *
 * @public
 */
export interface PlannedInputs {
  /** Bucket and data. */
  s3: {
    CreateBucket: CreateBucketRequest
    PutObject: WithoutContent<PutObjectRequest>
    CreateMultipartUpload: CreateMultipartUploadRequest
    UploadPart: WithoutContent<UploadPartRequest>
    CompleteMultipartUpload: CompleteMultipartUploadRequest
  }
  /** Repository and image. */
  ecr: {
    CreateRepository: CreateRepositoryRequest
    InitiateLayerUpload: InitiateLayerUploadRequest
    UploadLayerPart: WithoutContent<UploadLayerPartRequest>
    CompleteLayerUpload: CompleteLayerUploadRequest
    PutImage: PutImageRequest
  }
  /** Jobs, model, endpoint config and endpoint. */
  sageMaker: {
    CreateTrainingJob: CreateTrainingJobRequest
    CreateHyperParameterTuningJob: CreateHyperParameterTuningJobRequest
    CreateTransformJob: CreateTransformJobRequest
    CreateModel: CreateModelInput
    CreateEndpointConfig: CreateEndpointConfigInput
    CreateEndpoint: CreateEndpointInput
  }
}

/**
 * A request that a run would send. Ids and checksums that only the answers to earlier ones tell stand as
 * `known-when-sent`.
 *
 * @public
 */
export type PlannedRequest = {
  [Service in keyof PlannedInputs]: {
    [Operation in keyof PlannedInputs[Service]]: {
      /** The client that would send it, as `session.clients` calls it. */
      readonly service: Service
      /** As AWS calls it, such as `CreateTrainingJob`. */
      readonly operation: Operation
      /** What it would be given. */
      readonly input: PlannedInputs[Service][Operation]
    }
  }[keyof PlannedInputs[Service]]
}[keyof PlannedInputs]

/**
 * An input with the number of its bytes instead of them.
 *
 * @public
 */
export type WithoutContent<Input> = {
  [Member in keyof Input]: Member extends 'Body' | 'layerPartBlob' ? OmittedContent : Input[Member]
}

/**
 * Stands for bytes that would be sent.
 *
 * @public
 */
export interface OmittedContent {
  /** How many; undefined for a stream, which goes in parts if it's long. */
  readonly bytes: number | undefined
}
