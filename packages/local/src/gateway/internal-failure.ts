import { AwsError } from '../errors.ts'

const fullDisk: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT'])

/** What a client learns of a failure of the server itself: no more than this, unless it can mend it. The log has the rest. */
export function internalFailure(failure: unknown): AwsError {
  if (failure instanceof Error && 'code' in failure && fullDisk.has(failure.code)) {
    return new AwsError(
      'InternalFailure',
      "The disk of the server's data folder is full: nothing of this request was kept.",
      500,
    )
  }
  return new AwsError('InternalFailure', 'The server failed; its log says why.', 500)
}
