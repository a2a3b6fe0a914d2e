import { AwsError } from '../../errors.ts'

/** Bytes of a body, in and out, as SageMaker's API model has them. */
export const maxBodyBytes = 6_291_456

/**
 * The whole body of an invocation.
 *
 * @throws AwsError `ValidationError` as soon as it is longer than SageMaker takes.
 */
export async function readInvocationBody(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > maxBodyBytes) throw tooLong()
    chunks.push(chunk)
  }
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks, size)
}

function tooLong(): AwsError {
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length less than or equal to ${maxBodyBytes}`,
  )
}
