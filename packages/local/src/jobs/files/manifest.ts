import { JobError } from '../../errors.ts'
import { parseS3Uri, type S3Location } from '../s3-uri.ts'

/** One object that a manifest lists, and the path below the channel's folder where it goes. */
export interface ManifestEntry {
  readonly path: string
  readonly object: S3Location
}

/**
 * Reads a manifest file: `[{"prefix": "s3://bucket/folder/"}, "path", …]`.
 *
 * @throws JobError when it is anything else.
 */
export function parseManifest(text: string): readonly ManifestEntry[] {
  const [head, ...paths] = readList(text)
  const prefix = (head as { prefix?: unknown } | undefined)?.prefix
  const start = typeof prefix === 'string' ? parseS3Uri(prefix) : undefined
  if (start === undefined) throw malformed('its first element is not {"prefix": "s3://…"}')
  return paths.map((path) => {
    if (typeof path !== 'string') throw malformed(`${JSON.stringify(path)} is no path`)
    return { path, object: { bucket: start.bucket, key: start.key + path } }
  })
}

function readList(text: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list)) return list
  } catch (cause) {
    throw malformed(String(cause))
  }
  throw malformed('it is no JSON list')
}

function malformed(reason: string): JobError {
  return new JobError(
    'ClientError',
    `Data download failed: the manifest cannot be read: ${reason}.`,
  )
}
