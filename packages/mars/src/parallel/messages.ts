// What goes between a pool and its workers. A worker answers requests one by one in their order, each by
// one reply.
import { isMarsError, MarsError } from '../errors.ts'

/** What a worker can be asked for: functions of one message by name, which may share a state. */
export type TaskTable<Tasks> = { readonly [Name in keyof Tasks]: (message: never) => unknown }

/** Asks for a task; without a name for new tasks, and whether the worker is there. */
export interface Request {
  readonly task: string | null
  readonly message: unknown
}

/** What a task returned, or what it threw. */
export type Reply = { readonly value: unknown } | { readonly thrown: Thrown }

/** An error as it travels: copies of errors lose their class and their own members. */
interface Thrown {
  /** The code of a MarsError; null for any other, which is a mistake in this package. */
  readonly code: MarsError['code'] | null
  readonly message: string
  readonly stack: string | undefined
}

/** An error made ready to travel. */
export function packError(error: unknown): Thrown {
  if (!(error instanceof Error)) return { code: null, message: String(error), stack: undefined }
  const { message, stack } = error
  return { code: isMarsError(error) ? error.code : null, message, stack }
}

/** The error as the caller sees it; the worker's stack is its cause's. */
export function unpackError({ code, message, stack }: Thrown, task: string): MarsError {
  const there = Object.assign(new Error(message), { stack })
  if (code !== null) return new MarsError(code, message, { cause: there })
  return new MarsError(
    'worker-failed',
    `A worker could not do its task ${JSON.stringify(task)}: ${message}.`,
    { cause: there },
  )
}
