/**
 * An endpoint's answer as it came.
 *
 * @public
 */
export interface Invocation extends InvocationFacts {
  /** The body as it came; empty where the container sent none. */
  readonly bytes: Uint8Array
  /** The session that the container has opened for `sessionId: 'NEW_SESSION'`, as it words it: `<id>; Expires=<time>`. */
  readonly newSessionId: string | undefined
}

/**
 * What comes with an endpoint's answer besides its body.
 *
 * @public
 */
export interface InvocationFacts {
  /** The answer's MIME type; `application/octet-stream` where the container gave none. */
  readonly contentType: string
  /** Which of the endpoint's variants answered. */
  readonly variant: string | undefined
  /** The container's X-Amzn-SageMaker-Custom-Attributes; undefined where it gave none. */
  readonly customAttributes: string | undefined
  /** How often the request was sent: 1 where nothing had to be repeated. */
  readonly attempts: number
  /** AWS's id of the request, which its support asks for. */
  readonly requestId: string | undefined
}

/** Reads these facts from an answer of the SDK. */
export function invocationFacts(answer: {
  readonly ContentType?: string | undefined
  readonly InvokedProductionVariant?: string | undefined
  readonly CustomAttributes?: string | undefined
  readonly $metadata: { readonly attempts?: number; readonly requestId?: string | undefined }
}): InvocationFacts {
  return {
    contentType: answer.ContentType ?? 'application/octet-stream',
    variant: answer.InvokedProductionVariant,
    customAttributes: answer.CustomAttributes,
    attempts: answer.$metadata.attempts ?? 1,
    requestId: answer.$metadata.requestId,
  }
}
