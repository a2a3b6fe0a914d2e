import { AwsError } from '../errors.ts'
import { isDiskFull } from '../state/disk-full.ts'

/** What a client learns of a failure of the server itself: no more than this, unless it can mend it. The log has the rest. */
export function internalFailure(failure: unknown): AwsError {
  if (isDiskFull(failure)) {
    return new AwsError(
      'InternalFailure',
      "The disk of the server's data folder is full: nothing of this request was kept.",
      500,
    )
  }
  return new AwsError('InternalFailure', 'The server failed; its log says why.', 500)
}
