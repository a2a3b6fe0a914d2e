import { AwsError } from '../errors.ts'

/** How a service speaks of signatures: JSON in the header's way, JSON by path, forms, or S3's XML. */
export type SignatureDialect = 'json' | 'rest' | 'query' | 's3'

/** What can be wrong with a signature. */
export type SignatureProblem =
  | 'unsigned'
  | 'incomplete'
  | 'unknown-key'
  | 'mismatch'
  | 'skewed'
  | 'wrong-token'
  | 'expired-token'

type Refusal = readonly [code: string, status: number]

const exceptions: Readonly<Record<SignatureProblem, string>> = {
  unsigned: 'MissingAuthenticationTokenException',
  incomplete: 'IncompleteSignatureException',
  'unknown-key': 'UnrecognizedClientException',
  mismatch: 'InvalidSignatureException',
  skewed: 'InvalidSignatureException',
  'wrong-token': 'UnrecognizedClientException',
  'expired-token': 'ExpiredTokenException',
}

const queryRefusals: Readonly<Record<SignatureProblem, Refusal>> = {
  unsigned: ['MissingAuthenticationToken', 403],
  incomplete: ['IncompleteSignature', 400],
  'unknown-key': ['InvalidClientTokenId', 403],
  mismatch: ['SignatureDoesNotMatch', 403],
  skewed: ['SignatureDoesNotMatch', 403],
  'wrong-token': ['InvalidClientTokenId', 403],
  'expired-token': ['ExpiredToken', 403],
}

const s3Refusals: Readonly<Record<SignatureProblem, Refusal>> = {
  unsigned: ['AccessDenied', 403],
  incomplete: ['AuthorizationHeaderMalformed', 400],
  'unknown-key': ['InvalidAccessKeyId', 403],
  mismatch: ['SignatureDoesNotMatch', 403],
  skewed: ['RequestTimeTooSkewed', 403],
  'wrong-token': ['InvalidToken', 400],
  'expired-token': ['ExpiredToken', 400],
}

const texts: Readonly<Record<SignatureProblem, string>> = {
  unsigned: 'Missing Authentication Token',
  incomplete: 'The authorization header is not complete.',
  'unknown-key': 'The security token included in the request is invalid.',
  mismatch:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  skewed: 'The time of the signature is too far off.',
  'wrong-token': 'The security token included in the request is invalid.',
  'expired-token': 'The security token included in the request is expired',
}

const s3Texts: Readonly<Record<SignatureProblem, string>> = {
  unsigned: 'Access Denied',
  incomplete: 'The authorization header is malformed.',
  'unknown-key': 'The AWS Access Key Id you provided does not exist in our records.',
  mismatch:
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  skewed: 'The difference between the request time and the current time is too large.',
  'wrong-token': 'The provided token is malformed or otherwise invalid.',
  'expired-token': 'The provided token has expired.',
}

/** AWS's answer to a signature, in the code, text and status of the service that was asked. */
export function signatureRefusal(
  dialect: SignatureDialect,
  problem: SignatureProblem,
  more: { readonly text?: string; readonly members?: Readonly<Record<string, unknown>> } = {},
): AwsError {
  const [code, status] = refusalOf(dialect, problem)
  const usual = dialect === 's3' ? s3Texts[problem] : texts[problem]
  return new AwsError(code, more.text ?? usual, status, dialect === 's3' ? more.members : {})
}

function refusalOf(dialect: SignatureDialect, problem: SignatureProblem): Refusal {
  if (dialect === 's3') return s3Refusals[problem]
  if (dialect === 'query') return queryRefusals[problem]
  return [exceptions[problem], dialect === 'json' ? 400 : 403]
}
