import { readAwsError } from './aws-error.ts'

/**
 * How SageMaker's ValidationException words "does not exist". The control plane has a modelled
 * ResourceNotFound but answers most operations this way.
 */
const notFoundTexts = [
  /^Requested resource not found/i,
  // With the quote: "Could not find model data at s3://…" is another matter.
  /^Could not find (model|endpoint|endpoint configuration) "/i,
  /^Could not find requested job\b/i,
  /does not exist\.?$/i,
]

const notFoundNames = new Set([
  'ResourceNotFound',
  'ResourceNotFoundException',
  'NotFound',
  'NoSuchBucket',
  'NoSuchKey',
  'NoSuchUpload',
  'RepositoryNotFoundException',
  'ImageNotFoundException',
  'ObjectNotFoundException',
])

/** True when the thing that a request names is not there, in each spelling that AWS has for it. */
export function isNotFound(error: unknown): boolean {
  const { name, message } = readAwsError(error)
  if (notFoundNames.has(name)) return true
  return name === 'ValidationException' && notFoundTexts.some((text) => text.test(message))
}

/** Throws every error again but those that say that the thing is gone. */
export function ignoreNotFound(error: unknown): void {
  if (!isNotFound(error)) throw error
}

const takenNames = new Set([
  'ResourceInUse',
  'RepositoryAlreadyExistsException',
  'ImageAlreadyExistsException',
])

/** True when the name of a new resource is taken, in each spelling that AWS has for it. */
export function isAlreadyThere(error: unknown): boolean {
  const { name, message } = readAwsError(error)
  if (takenNames.has(name)) return true
  return name === 'ValidationException' && /^Cannot create already existing\b/i.test(message)
}

/** True while an endpoint is being created or updated, when it can't be deleted. */
export function isInProgress(error: unknown): boolean {
  const { name, message } = readAwsError(error)
  return name === 'ValidationException' && /^Cannot update in-progress\b/i.test(message)
}

/** True when a job that is to be stopped has ended already. */
export function isNotRunning(error: unknown): boolean {
  const { name, message } = readAwsError(error)
  return name === 'ValidationException' && /is in status (Completed|Failed|Stopp)/i.test(message)
}

const throttlingNames = new Set([
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'RequestThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
  'LimitExceededException',
])

const networkErrors = /ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|TimeoutError|socket hang up/

/** True for what passes by itself: throttling, the server's own faults and broken connections. */
export function isTransient(error: unknown): boolean {
  const { name, message, statusCode } = readAwsError(error)
  if (throttlingNames.has(name) || statusCode === 429) return true
  if (statusCode !== undefined && statusCode >= 500) return true
  const code = (error as { code?: unknown })?.code
  return networkErrors.test(`${String(code)} ${name} ${message}`)
}

const deniedNames = /^(AccessDenied(Exception)?|UnauthorizedOperation|NotAuthorized|Forbidden)$/

/** True when the caller lacks a permission. */
export function isAccessDenied(error: unknown): boolean {
  const { name, statusCode } = readAwsError(error)
  return deniedNames.test(name) || (statusCode === 403 && !isBadCredential(error))
}

const credentialNames =
  /^(CredentialsProviderError|ExpiredToken(Exception)?|InvalidClientTokenId|UnrecognizedClientException|InvalidSignatureException|SignatureDoesNotMatch|InvalidAccessKeyId|TokenRefreshRequired)$/

/** True when the credentials themselves are missing, expired or wrong. */
export function isBadCredential(error: unknown): boolean {
  return credentialNames.test(readAwsError(error).name)
}
