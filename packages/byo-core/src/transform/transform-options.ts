import type { CreateTransformJobRequest } from '@aws-sdk/client-sagemaker'
import type { InstanceType } from '../naming/instance-type.ts'
import type { SdkOptions } from '../requests/with-sdk-options.ts'

/**
 * How the objects of a transform job are written, and what of them is a record.
 *
 * @public
 */
export interface TransformFormat {
  /** Sent along with each request, such as `text/csv`: at most 256 characters. @defaultValue none */
  readonly contentType?: string | undefined
  /**
   * What a record is. `Line` makes each line one, a header like any other; `None` each object.
   *
   * @defaultValue `None`
   */
  readonly splitType?: 'None' | 'Line' | 'RecordIO' | 'TFRecord' | undefined
  /** `Gzip` unpacks the objects first. @defaultValue `None` */
  readonly compression?: 'None' | 'Gzip' | undefined
}

/**
 * The data of a transform job, in S3.
 *
 * @public
 */
export interface TransformInput extends TransformFormat {
  /** An `s3://` prefix, or the manifest when `s3DataType` says so. */
  readonly uri: string
  /** What `uri` is: a prefix of objects, or a list of objects. @defaultValue `S3Prefix` */
  readonly s3DataType?: 'S3Prefix' | 'ManifestFile' | undefined
}

/**
 * How a transform job asks the container, and what becomes of the answers.
 *
 * @public
 */
export interface TransformSettings {
  /** The type that answers are wanted in: at most 256 characters. @defaultValue what the container gives */
  readonly accept?: string | undefined
  /**
   * What stands between the answers of one object: the end of a line, or nothing.
   *
   * @defaultValue `Line` where `splitType` is `Line`, else `None`
   */
  readonly assembleWith?: 'Line' | 'None' | undefined
  /**
   * One record a request, or as many as `maxPayloadInMB` has room for.
   *
   * @defaultValue what the container says at `/execution-parameters`, else `MultiRecord`
   */
  readonly strategy?: 'MultiRecord' | 'SingleRecord' | undefined
  /**
   * Requests under way at once on each machine. Times `maxPayloadInMB` at most 100.
   *
   * @defaultValue what the container says at `/execution-parameters`, else 1
   */
  readonly maxConcurrentTransforms?: number | undefined
  /**
   * How large a request may be, in MB: at most 100; 0 for no limit, in chunks. A record that is larger fails the job.
   *
   * @defaultValue what the container says at `/execution-parameters`, else 6
   */
  readonly maxPayloadInMB?: number | undefined
  /** The machine that it runs on. @defaultValue `ml.m5.large`, the smallest that every region has */
  readonly instanceType?: InstanceType | undefined
  /** How many such machines, which share the objects: at most 100. @defaultValue 1 */
  readonly instanceCount?: number | undefined
  /** Variables for the container beside the model's: at most 16, values of at most 10,240 characters. @defaultValue none */
  readonly environment?: Readonly<Record<string, string>> | undefined
  /** `Input` puts each answer behind its record, in CSV or JSON. @defaultValue `None` */
  readonly join?: 'Input' | 'None' | undefined
  /** What of a record is sent, such as `$[1:]`: a JSONPath of at most 63 characters. @defaultValue `$`, all of it */
  readonly inputFilter?: string | undefined
  /** What of an answer, joined or not, is stored: a JSONPath of at most 63 characters. @defaultValue `$`, all of it */
  readonly outputFilter?: string | undefined
  /** How patient SageMaker is with the container. @defaultValue 600 s a request, 3 retries */
  readonly modelClientConfig?: ModelClientOptions | undefined
  /** The KMS key for the outputs in S3: an id, an alias or an ARN. @defaultValue the key of S3 */
  readonly outputKmsKeyId?: string | undefined
  /** The KMS key for the machines' disks: an id, an alias or an ARN. @defaultValue none of the caller's */
  readonly volumeKmsKeyId?: string | undefined
  /** Laid over the request as it is, unchecked: for all that has no option here. @defaultValue nothing */
  readonly sdkOptions?: SdkOptions<CreateTransformJobRequest> | undefined
}

/**
 * How patient SageMaker is with the container of a transform job.
 *
 * @public
 */
export interface ModelClientOptions {
  /** Seconds that a request may take: 1 to 3,600. @defaultValue 600 */
  readonly timeoutInSeconds?: number | undefined
  /** How often a request that failed is sent again: at most 3. @defaultValue 3 */
  readonly maxRetries?: number | undefined
}

/**
 * What a transform job is to do: a model, data, and what differs from the defaults.
 *
 * @public
 */
export interface TransformJobOptions extends TransformSettings {
  /** The model: what `createModel` gave, or its name. */
  readonly model: string | { readonly name: string }
  /** The data: an `s3://` prefix, or one with options. */
  readonly input: string | TransformInput
  /**
   * The output of `<prefix>/a.csv` goes to `<outputPath>/a.csv.out`. Best a place that no other job uses.
   *
   * @defaultValue `s3://<bucket>/byo/<job>/output`
   */
  readonly outputPath?: string | undefined
  /**
   * What the job is called: at most 63 letters, digits and hyphens.
   *
   * @defaultValue `transform-<time>-<random>`
   */
  readonly jobName?: string | undefined
  /** The job's AWS tags, value by key. @defaultValue none */
  readonly tags?: Readonly<Record<string, string>> | undefined
}
