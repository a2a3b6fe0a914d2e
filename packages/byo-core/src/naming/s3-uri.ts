import { ByoError } from '../errors.ts'

/** An address in S3; the key may be a prefix or empty. */
export interface S3Location {
  readonly bucket: string
  readonly key: string
}

/** True for `s3://` addresses, whatever follows. */
export function isS3Uri(text: string): boolean {
  return /^s3:\/\//i.test(text)
}

/** Splits `s3://bucket/key`; the inverse of `formatS3Uri`. */
export function parseS3Uri(uri: string): S3Location {
  const [, bucket, key = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/is.exec(uri) ?? []
  if (!bucket) {
    throw new ByoError('invalid-option', `"${uri}" is not an S3 address like s3://bucket/prefix.`)
  }
  return { bucket, key }
}

/** Writes `s3://bucket/key`; the inverse of `parseS3Uri`. */
export function formatS3Uri({ bucket, key }: S3Location): string {
  return `s3://${bucket}/${key}`
}

/** Joins parts of a key with single slashes; empty parts vanish. */
export function joinKey(...parts: readonly string[]): string {
  return parts
    .map((part) => part.replace(/^\/+|\/+$/g, ''))
    .filter((part) => part !== '')
    .join('/')
}
