/** What an SDK error says, read without trusting its type. */
export interface AwsError {
  readonly name: string
  readonly message: string
  readonly statusCode: number | undefined
  readonly requestId: string | undefined
  /** How often the SDK sent the request; 1 where it doesn't say. */
  readonly attempts: number
}

/** Reads an SDK error, or the one that an error of this package has as its cause. */
export function readAwsError(error: unknown): AwsError {
  const { name, message, $metadata, cause } = (error ?? {}) as {
    name?: unknown
    message?: unknown
    $metadata?: { httpStatusCode?: number; requestId?: string; attempts?: number }
    cause?: unknown
  }
  if ($metadata === undefined && cause !== undefined && hasMetadata(cause)) {
    return readAwsError(cause)
  }
  return {
    name: typeof name === 'string' ? name : 'Error',
    message: typeof message === 'string' && message !== '' ? message : String(name ?? error),
    statusCode: $metadata?.httpStatusCode,
    requestId: $metadata?.requestId,
    attempts: $metadata?.attempts ?? 1,
  }
}

function hasMetadata(error: unknown): boolean {
  return typeof error === 'object' && error !== null && '$metadata' in error
}
