import type { IncomingHttpHeaders } from 'node:http'
import type { InvocationResponse } from '../invocation/invocation-response.ts'
import type { LoadContext } from '../serve-program.ts'
import type { SessionFacts } from '../sessions/session.ts'
import type { WireError } from './wire-error.ts'

/** What the server's thread tells a worker. */
export type ToWorker =
  | {
      readonly kind: 'load'
      readonly context: Omit<LoadContext, 'log' | 'signal'>
      /** Shared memory of one number: the id of the last invocation that the worker has begun. */
      readonly begun: Int32Array
    }
  /** The container has to end: the signal that `load` was given is aborted. */
  | { readonly kind: 'stopping'; readonly reason: WireError }
  | Ask
  | { readonly kind: 'abort'; readonly id: number; readonly reason: WireError }
  /** A chunk of an answer was taken: one more may come. */
  | { readonly kind: 'more'; readonly id: number }
  /** Nobody wants the rest of an answer. */
  | { readonly kind: 'enough'; readonly id: number }
  /** A session has ended: what it remembers can go. */
  | { readonly kind: 'forget'; readonly sessionId: string }
  | { readonly kind: 'check'; readonly id: number }
  /** Let go of the model and end. */
  | { readonly kind: 'close' }

/** An invocation to answer. Ids count up from 1. */
export interface Ask {
  readonly kind: 'ask'
  readonly id: number
  /** The id that the handler and the log know. */
  readonly requestId: string
  readonly headers: IncomingHttpHeaders
  readonly session: SessionFacts | undefined
  readonly body: Uint8Array
}

/** What a worker tells the server's thread. */
export type FromWorker =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'load-failed'; readonly error: WireError }
  /** An answer; without a body it comes in chunks, and ends with `end` or `failed`. */
  | {
      readonly kind: 'answer'
      readonly id: number
      readonly contentType: string
      readonly body: Uint8Array | undefined
      readonly response: InvocationResponse
      /** Whether the handler has asked for the end of its session. */
      readonly endsSession: boolean
    }
  | { readonly kind: 'chunk'; readonly id: number; readonly chunk: Uint8Array }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly error: WireError }
  | { readonly kind: 'checked'; readonly id: number; readonly healthy: boolean }
  /** The model is let go of, or could not be. */
  | { readonly kind: 'closed'; readonly error: WireError | undefined }

/** Chunks that a worker sends before one of them is taken. */
export const chunksAhead = 4
