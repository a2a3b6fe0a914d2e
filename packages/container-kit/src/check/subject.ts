import type { BaseFolder } from './base-folder.ts'

/** What is tried: a program, or an image with one in it. */
export interface Subject {
  readonly kind: 'program' | 'image'
  /** As the user calls it. */
  readonly name: string
  /** Starts it with these words, as the platform starts it with `train` or `serve`. */
  start(words: readonly string[], setting: Setting): Run
  /** Makes a network from which nothing else is reached; of images only. */
  makeIsolatedNetwork?(): Promise<IsolatedNetwork>
}

/** A network with no way out. */
interface IsolatedNetwork {
  readonly name: string
  /** Where this machine reaches what is in it, if it does. */
  addressIn(): Promise<string | undefined>
  remove(): Promise<void>
}

/** What it is started in. */
export interface Setting {
  /** The folder that stands for /opt/ml. */
  readonly base: BaseFolder
  readonly env?: Readonly<Record<string, string>>
  /** What is served is to be reached at this port of this machine. */
  readonly port?: number
  /** Serving sees nothing but the model, read-only. */
  readonly serves?: boolean
  /** The port that it listens on, if another than 8080; of images only. */
  readonly innerPort?: number
  /** The engine's network that it is in, `none` for no network at all; of images only. */
  readonly network?: string
  /** Only /tmp and the folders for output can be written; of images only. */
  readonly readOnlyRoot?: boolean
  /** Input cannot be written; of images only. */
  readonly readOnlyInput?: boolean
}

/** One start of it. */
export interface Run {
  /** How it ended, once it has; rejects with a ContainerError of code `usage` if it could not be started. */
  readonly ended: Promise<Ending>
  /** The same, undefined while it goes on. */
  ending(): Ending | undefined
  /** What it printed on stdout and stderr so far; of very much, the end. */
  output(): string
  /** Asks it to end as the platform does, with SIGTERM to its first process. */
  terminate(): Promise<void>
  /** Ends it and all that it started. */
  kill(): Promise<void>
}

/** How a run ended. */
export interface Ending {
  readonly code: number | null
  /** The signal that ended it, if it did not end by itself. */
  readonly signal: string | null
}

/** The ending in words. */
export function describeEnding({ code, signal }: Ending): string {
  return signal === null ? `exit code ${code}` : `death by ${signal}`
}

/** Its last words, for a sentence: the last line that speaks of an error, or else the last of all, cut short. */
export function lastWords(run: Run): string {
  const lines = run
    .output()
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-10)
  const place = lines.findLastIndex((line) => /error|exception/i.test(line))
  // R and others write the reason on a line of its own, below the place.
  const count = lines.at(place)?.endsWith(':') ? 2 : 1
  const words = lines.slice(place, place === -1 ? undefined : place + count).join(' ')
  if (words === '') return 'It printed nothing.'
  return `It printed: ${words.length > 160 ? `${words.slice(0, 160)}…` : words}`
}
