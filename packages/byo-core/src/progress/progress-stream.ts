import type { OutputWishes, onExit } from '../environment.ts'
import type { every } from '../runtime.ts'

/**
 * Where progress is written to: a stream of Node, or anything that takes text.
 *
 * @public
 */
export interface ProgressStream {
  /** Takes whole lines, or in a terminal what redraws some. */
  write(text: string): unknown
  /** True for a terminal. @defaultValue false */
  readonly isTTY?: boolean | undefined
  /** How wide the terminal is, in characters. @defaultValue 80 */
  readonly columns?: number | undefined
}

/** What comes from outside. */
export interface ProgressSurroundings {
  readonly wishes: OutputWishes
  /** Milliseconds. */
  now(): number
  readonly every: typeof every
  readonly onExit: typeof onExit
}
