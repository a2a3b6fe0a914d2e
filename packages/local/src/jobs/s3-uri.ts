/** A place in S3: a bucket and a key or the start of keys. */
export interface S3Location {
  readonly bucket: string
  readonly key: string
}

/** Reads `s3://bucket/key`; undefined for any other form. */
export function parseS3Uri(uri: string): S3Location | undefined {
  const match = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri)
  return match === null ? undefined : { bucket: match[1] as string, key: match[2] as string }
}

/** `s3://bucket/key`, the inverse of {@link parseS3Uri}. */
export function formatS3Uri({ bucket, key }: S3Location): string {
  return `s3://${bucket}/${key}`
}

/** A place below another, with one slash between. */
export function below({ bucket, key }: S3Location, path: string): S3Location {
  const folder = key === '' || key.endsWith('/') ? key : `${key}/`
  return { bucket, key: `${folder}${path}` }
}
