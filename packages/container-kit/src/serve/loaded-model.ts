import type { Conversation, ConversationRequest } from './conversation/conversation.ts'
import type { Answer } from './invocation/answer.ts'
import type { Invocation } from './invocation/invocation-request.ts'
import type { LoadContext } from './serve-program.ts'

/** A model that can be asked, in this thread or in others. */
export interface LoadedModel {
  /**
   * Answers one invocation, at once where it can. Whatever it throws or rejects with answers the caller; when the
   * invocation is aborted nobody waits for the answer any more.
   */
  answer(invocation: Invocation, body: Uint8Array): Answer | Promise<Answer>
  /** Whether an invocation that only one thread can answer would be answered now; undefined if there is no such thing. */
  isFreeFor?(invocation: Invocation): boolean
  /** The threads that answer; undefined if that is the server's own. */
  readonly workers?: WorkerCounts | undefined
  /** Holds a conversation and resolves at its end; undefined if the program has no handler for one. */
  converse?(conversation: Conversation, request: ConversationRequest): unknown
  /** Says whether the model can go on answering. */
  isHealthy(): boolean | Promise<boolean>
  /** Frees what a session remembers; nothing happens if that is nothing. */
  forgetSession(id: string): void
  /** Lets go of everything that the model holds. */
  close(): Promise<void>
}

/** Threads of a model. */
export interface WorkerCounts {
  /** Those that can be asked. */
  readonly ready: number
  /** Of these, those that have anything to do. */
  readonly busy: number
}

/** Loads a model from a folder. */
export type LoadModel = (context: LoadContext) => Promise<LoadedModel>
