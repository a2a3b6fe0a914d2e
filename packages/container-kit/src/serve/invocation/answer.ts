/** What is sent back to the caller of an invocation: at once, or chunk by chunk as it is made. */
export type Answer = WholeAnswer | StreamedAnswer

/** An answer that is sent at once. */
export interface WholeAnswer {
  readonly contentType: string
  readonly body: string | Uint8Array
}

/** An answer that is sent while it is made. */
export interface StreamedAnswer {
  readonly contentType: string
  readonly body: AsyncIterable<Uint8Array>
}

/** Says whether an answer is sent while it is made. */
export function isStreamed(answer: Answer): answer is StreamedAnswer {
  return typeof answer.body === 'object' && Symbol.asyncIterator in answer.body
}
