import type { Answer } from '../invocation/answer.ts'
import type { Invocation } from '../invocation/invocation-request.ts'

/** An invocation on its way through the pool. */
export interface Job {
  readonly invocation: Invocation
  readonly body: Uint8Array
  resolve(answer: Answer): void
  reject(error: unknown): void
}
