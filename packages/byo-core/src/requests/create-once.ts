import { ByoError, isByoError } from '../errors.ts'
import { readAwsError } from './aws-error.ts'
import { isAlreadyThere } from './error-kinds.ts'

/**
 * Sends a create. AWS's creates know no idempotency token: when the first attempt succeeds and its
 * answer is lost, the SDK's next attempt finds the name taken. After more than one attempt such an
 * error is therefore checked against what is there, and `recognise` tells whether it is what was asked
 * for; a first attempt that finds the name taken is a real conflict.
 */
export async function createOnce<T>(
  create: () => Promise<T>,
  recognise: () => Promise<T | undefined>,
): Promise<T> {
  try {
    return await create()
  } catch (error) {
    if (!isAlreadyThere(error) || readAwsError(error).attempts < 2) throw error
    const own = await recognise().catch((cause: unknown) => {
      throw undecided(error, cause)
    })
    if (own === undefined) throw error
    return own
  }
}

/** Not the cause itself, which is the refusal of another request: what was to be made may be there. */
function undecided(error: unknown, cause: unknown): ByoError {
  const code = isByoError(cause) ? cause.code : 'request-refused'
  const text = `${readAwsError(error).message} Whether that is what was asked for could not be seen: ${cause instanceof Error ? cause.message : cause}`
  return new ByoError(code, text, { cause })
}
