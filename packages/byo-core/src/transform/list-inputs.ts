import { text } from 'node:stream/consumers'
import type { DescribeTransformJobResponse } from '@aws-sdk/client-sagemaker'
import { ByoError } from '../errors.ts'
import { formatS3Uri, parseS3Uri } from '../naming/s3-uri.ts'
import { listObjects } from '../s3/list-objects.ts'
import { readObject } from '../s3/read-object.ts'
import type { Session } from '../session/session.ts'
import type { TransformedObject } from './transformed-object.ts'

/** What a transform job reads. */
export type InputObject = Pick<TransformedObject, 'path' | 'inputUri'>

/** The objects that a job reads, in the order of their keys or of the manifest. */
export async function* listInputs(
  session: Session,
  { TransformInput }: Pick<DescribeTransformJobResponse, 'TransformInput'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<InputObject> {
  const { S3DataType, S3Uri = '' } = TransformInput?.DataSource?.S3DataSource ?? {}
  if (S3DataType === 'ManifestFile') {
    yield* parseManifest(S3Uri, await text(readObject(session, S3Uri, signal)))
    return
  }
  const { bucket, key: prefix } = parseS3Uri(S3Uri)
  for await (const { key } of listObjects(session, S3Uri, signal)) {
    const path = relativeKey(prefix, key)
    // A key that ends in a slash is how consoles mark a folder.
    if (path !== '' && !path.endsWith('/')) {
      yield { path, inputUri: formatS3Uri({ bucket, key }) }
    }
  }
}

/** Reads `[{"prefix": "s3://bucket/folder/"}, "path", …]`. */
export function parseManifest(uri: string, manifest: string): InputObject[] {
  try {
    const [{ prefix }, ...paths] = JSON.parse(manifest)
    return paths.map((path: unknown) => ({ path: `${path}`, inputUri: `${prefix}${path}` }))
  } catch (cause) {
    throw new ByoError(
      'invalid-option',
      `The manifest ${uri} can't be read: it has to be JSON like [{"prefix": "s3://bucket/folder/"}, "a.csv"].`,
      { cause },
    )
  }
}

/**
 * What follows the prefix's last folder: `p/in` and `p/in/` both give `a.csv` for `p/in/a.csv`, and `p/i` gives
 * `in/a.csv`.
 */
export function relativeKey(prefix: string, key: string): string {
  if (key === prefix) return key.slice(key.lastIndexOf('/') + 1)
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
  return key.startsWith(folder) ? key.slice(folder.length) : key.slice(prefix.lastIndexOf('/') + 1)
}
