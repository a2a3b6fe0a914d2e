import { RequestError } from '../errors.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import type { SourceFile } from './channel-source.ts'
import { unreadable } from './find-files.ts'
import { partSizeOf, sha256InParts } from './parts.ts'
import type { UploadTarget } from './upload-file.ts'

/**
 * True when the object is there with the file's size and SHA-256, as S3 itself has checked it. The file
 * is read only if the sizes agree; an object without that checksum counts as another.
 */
export async function isUploaded(
  session: Session,
  file: SourceFile,
  { object, signal }: Pick<UploadTarget, 'object' | 'signal'>,
): Promise<boolean> {
  const { size } = file
  if (size === undefined) return false
  const s3 = await session.clients.s3()
  const there = await request('HeadObject', signal, (options) =>
    s3.headObject({ ...object, ChecksumMode: 'ENABLED' }, options),
  ).catch((error: unknown) => {
    // Not there; or not to be looked at, which S3 doesn't always tell apart. Then it's sent.
    if (error instanceof RequestError && (error.statusCode ?? 500) < 500) return undefined
    throw error
  })
  if (there?.ContentLength !== size || there.ChecksumSHA256 === undefined) return false
  const own = await sha256InParts(file.open(), partSizeOf(size)).catch((cause: unknown) => {
    throw unreadable(file.label, cause)
  })
  // S3 writes the number of parts behind the checksum of an object that came in more than one.
  return there.ChecksumSHA256.replace(/-\d+$/, '') === own
}
