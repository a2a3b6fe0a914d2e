import type { Runtime } from '../runtime.ts'
import { type WaitOptions, waiterOptions } from '../waiting/wait-options.ts'
import { waitUntil } from '../waiting/wait-until.ts'
import { isTransient } from './error-kinds.ts'

/** What is watched until it has come to an end, of which AWS gives descriptions. */
export interface Watched<Description> {
  /** For messages: "training job iris-1". */
  readonly subject: string
  readonly describe: (signal: AbortSignal | undefined) => Promise<Description>
  /** What it is doing, in a few words: for the message when the time is up. */
  readonly words: (description: Description) => string
  /** What makes a description another than the last one. @defaultValue its words */
  readonly news?: (description: Description) => string
  /** Told of the first description and of each that is another than the last one. */
  readonly onNews?: (
    description: Description,
    signal: AbortSignal | undefined,
  ) => void | Promise<void>
  readonly isOver: (description: Description) => boolean
}

/** Waits until it is over, and gives its last description. What passes by itself, such as throttling, is waited out. */
export async function waitForEnd<Description>(
  runtime: Runtime,
  { subject, describe, words, news = words, onNews, isOver }: Watched<Description>,
  options: Omit<WaitOptions<never>, 'onProgress'>,
): Promise<Description> {
  let told: string | undefined
  const waiter = { ...waiterOptions(options), subject, passes: isTransient, runtime }
  return waitUntil(waiter, async (signal) => {
    const description = await describe(signal)
    const found = news(description)
    if (found !== told) await onNews?.(description, signal)
    told = found
    if (isOver(description)) return { state: 'SUCCESS', value: description }
    return { state: 'RETRY', seen: words(description) }
  })
}
