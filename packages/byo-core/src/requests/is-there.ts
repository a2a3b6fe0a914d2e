import { RequestError } from '../errors.ts'
import { isNotFound, isTransient } from './error-kinds.ts'

/**
 * Whether something is there; `unknown` when AWS won't say: the caller may not look, a bucket is in another
 * region, or AWS is busy. Who looks only to be early does not stop for that. Thrown is what would stop all other
 * requests too: missing credentials, no connection, an abort.
 */
export async function isThere(look: () => Promise<boolean>): Promise<boolean | 'unknown'> {
  try {
    return await look()
  } catch (error) {
    if (isNotFound(error)) return false
    if (isTransient(error) || (error instanceof RequestError && isRefusal(error))) return 'unknown'
    throw error
  }
}

function isRefusal({ code }: RequestError): boolean {
  return code === 'access-denied' || code === 'request-refused'
}
