import { AwsError } from '../../errors.ts'
import type { RequestBody } from '../../protocols/request-body.ts'

/** Bytes of a body, in and out, as SageMaker's API model has them. */
export const maxBodyBytes = 6_291_456

/**
 * The whole body of an invocation.
 *
 * @throws AwsError `ValidationError` as soon as it is longer than SageMaker takes.
 */
export async function readInvocationBody(
  body: Pick<RequestBody, 'readAll'>,
  limit: number,
): Promise<Uint8Array> {
  const bytes = await body.readAll(limit)
  if (bytes !== undefined) return bytes
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length less than or equal to ${limit}`,
  )
}
