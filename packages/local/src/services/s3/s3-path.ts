import { AwsError } from '../../errors.ts'

/** What a request is about: a bucket, an object of it, or neither. */
export interface S3Place {
  readonly bucket: string
  readonly key: string
}

const hostPattern =
  /^(.+)\.(?:localhost|s3(?:\.dualstack)?(?:[.-][a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?)$/

/** Reads bucket and key from the path, or the bucket from a host such as `bucket.localhost`. */
export function parsePlace(host: string | undefined, path: string): S3Place {
  const inPath = decodePath(path.slice(1))
  const inHost = hostPattern.exec((host ?? '').replace(/:\d+$/, ''))?.[1]
  if (inHost !== undefined) return { bucket: inHost, key: inPath }
  const slash = inPath.indexOf('/')
  if (slash < 0) return { bucket: inPath, key: '' }
  return { bucket: inPath.slice(0, slash), key: inPath.slice(slash + 1) }
}

/** Percent-decodes bucket and key; a plus is a plus in a path. */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.")
  }
}
