import type { S3Location } from '../naming/s3-uri.ts'
import { isThere } from '../requests/is-there.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'

/** Whether there is such an object; `unknown` when S3 won't say. */
export async function isObjectThere(
  session: Session,
  { bucket, key }: S3Location,
  signal: AbortSignal | undefined,
): Promise<boolean | 'unknown'> {
  const s3 = await session.clients.s3()
  return isThere(async () => {
    await request('HeadObject', signal, (options) =>
      s3.headObject({ Bucket: bucket, Key: key }, options),
    )
    return true
  })
}
