/**
 * A channel of a training job: where its data is and how the container gets it.
 *
 * @public
 */
export interface ChannelOptions {
  /** An `s3://` prefix, or the manifest when `s3DataType` says so. */
  readonly uri: string
  /**
   * `File` copies the data to the machine first, `FastFile` fetches what is read when it is read, `Pipe` is a
   * stream.
   *
   * @defaultValue the job's `inputMode`
   */
  readonly inputMode?: 'File' | 'FastFile' | 'Pipe' | undefined
  /** Told to the container, such as `text/csv`: at most 256 characters. @defaultValue none */
  readonly contentType?: string | undefined
  /**
   * With several machines, whether each gets all data or its share of the objects.
   *
   * @defaultValue `FullyReplicated`
   */
  readonly distribution?: 'FullyReplicated' | 'ShardedByS3Key' | undefined
  /** `Gzip` unpacks the data on its way into the stream; in the mode `Pipe` only. @defaultValue `None` */
  readonly compression?: 'None' | 'Gzip' | undefined
  /** `RecordIO` wraps each object in a record; in the mode `Pipe` only. @defaultValue `None` */
  readonly recordWrapper?: 'None' | 'RecordIO' | undefined
  /**
   * What `uri` is: a prefix of objects, a list of objects, or lines of JSON whose attributes hold or name the
   * data (in the mode `Pipe` only).
   *
   * @defaultValue `S3Prefix`
   */
  readonly s3DataType?: 'S3Prefix' | 'ManifestFile' | 'AugmentedManifestFile' | undefined
  /** The attributes of an `AugmentedManifestFile` that are sent, in this order: 1 to 16. */
  readonly attributeNames?: readonly string[] | undefined
}
