/** Who is at fault when an object cannot be transformed: what the container was given, or the container. */
export type FailureKind = 'ClientError' | 'AlgorithmError'

/** What a container answered that is no good answer. */
export interface BadAnswer {
  readonly statusCode: number
  /** As much of it as a log should have. */
  readonly text: string
}

/** Why one object cannot be transformed; the others still can. */
export class ObjectFailure extends Error {
  override readonly name = 'ObjectFailure'
  readonly kind: FailureKind
  readonly answer: BadAnswer | undefined

  constructor(kind: FailureKind, message: string, answer?: BadAnswer) {
    super(message)
    this.kind = kind
    this.answer = answer
  }
}

/** The failure of a record that does not fit in a request. */
export function tooLarge(what: string, limit: number): ObjectFailure {
  return new ObjectFailure(
    'ClientError',
    `${what} is larger than the ${limit / 1024 ** 2} MB that MaxPayloadInMB allows for a request.`,
  )
}
