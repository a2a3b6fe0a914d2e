import type { S3 } from '@aws-sdk/client-s3'
import { parseS3Uri } from '../naming/s3-uri.ts'
import { ignoreNotFound, isAccessDenied } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'

/**
 * Deletes every object under an `s3://` prefix, a page of the listing at a time, and drops uploads there
 * that have not ended; nothing there is fine.
 */
export async function deleteObjects(
  session: Session,
  uri: string,
  signal?: AbortSignal,
): Promise<void> {
  const s3 = await session.clients.s3()
  const { bucket, key } = parseS3Uri(uri)
  await dropUploads(s3, { bucket, prefix: key }, signal)
  for (;;) {
    const page = await request('ListObjectsV2', signal, (options) =>
      s3.listObjectsV2({ Bucket: bucket, Prefix: key }, options),
    ).catch(ignoreNotFound)
    const keys = (page?.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [{ Key }]))
    if (keys.length === 0) return
    // What can't be deleted would be listed again for ever.
    const { Errors = [] } = await request('DeleteObjects', signal, (options) =>
      s3.deleteObjects({ Bucket: bucket, Delete: { Objects: keys, Quiet: true } }, options),
    )
    const [first] = Errors
    if (first) throw new Error(`S3 did not delete ${first.Key}: ${first.Code} ${first.Message}`)
  }
}

/** Uploads whose beginning was answered to nobody; who may not list them most likely has none. */
async function dropUploads(
  s3: S3,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  signal: AbortSignal | undefined,
): Promise<void> {
  const page = await request('ListMultipartUploads', signal, (options) =>
    s3.listMultipartUploads({ Bucket: bucket, Prefix: prefix }, options),
  ).catch((error: unknown) => (isAccessDenied(error) ? undefined : ignoreNotFound(error)))
  for (const { Key, UploadId } of page?.Uploads ?? []) {
    await request('AbortMultipartUpload', signal, (options) =>
      s3.abortMultipartUpload({ Bucket: bucket, Key, UploadId }, options),
    ).catch(ignoreNotFound)
  }
}
