import { parseS3Uri } from '../naming/s3-uri.ts'
import { persistently } from '../requests/persistently.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { ownedBucket } from './owned-bucket.ts'

/** An object as S3 lists it. */
export interface ListedObject {
  readonly key: string
  readonly bytes: number
  readonly lastModified: Date | undefined
}

/** All objects whose addresses begin so, in the order of S3, a page of the listing at a time. */
export async function* listObjects(
  session: Session,
  uri: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ListedObject> {
  const s3 = await session.clients.s3()
  const { bucket, key: Prefix } = parseS3Uri(uri)
  const place = { ...(await ownedBucket(session, bucket)), Prefix }
  let ContinuationToken: string | undefined
  do {
    const input = { ...place, ...(ContinuationToken !== undefined && { ContinuationToken }) }
    const page = await persistently(session.runtime, signal, () =>
      request('ListObjectsV2', signal, (options) => s3.listObjectsV2(input, options)),
    )
    for (const { Key, Size = 0, LastModified } of page.Contents ?? []) {
      if (Key !== undefined) yield { key: Key, bytes: Size, lastModified: LastModified }
    }
    ContinuationToken = page.NextContinuationToken
  } while (ContinuationToken !== undefined)
}
