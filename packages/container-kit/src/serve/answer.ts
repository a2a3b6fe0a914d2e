/** What is sent back to the caller of an invocation. */
export interface Answer {
  readonly contentType: string
  readonly body: string | Uint8Array
}
