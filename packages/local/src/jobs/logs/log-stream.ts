import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { Clock } from '../../state/clock.ts'

/** One line of a program's output. */
export interface LogEvent {
  /** Counts from 0 within the stream. */
  readonly index: number
  readonly time: Date
  readonly message: string
}

/** What the first line of a stream's file says of it. */
export interface LogStreamHead {
  readonly region: string
  readonly group: string
  readonly name: string
  /** Milliseconds since 1970. */
  readonly creationTime: number
  /** The index of the first event in the file. */
  readonly first: number
}

/** A stream keeps at least so many of its newest events: a program that never stops writing must not fill memory or disk. */
const keptEvents = 100_000

/** The output of one container: in memory once it is asked for, and in a file, a line of JSON an event. */
export class LogStream {
  readonly name: string
  readonly creationTime: Date
  readonly #path: string
  readonly #clock: Clock
  #head: LogStreamHead
  #events: LogEvent[] | undefined
  /** Lines that are not in the file yet. */
  #pending: string[] = []
  /** The file may end within a line, for want of room. */
  #isTorn = false

  constructor(path: string, head: LogStreamHead, clock: Clock, isNew: boolean) {
    this.name = head.name
    this.creationTime = new Date(head.creationTime)
    this.#path = path
    this.#head = head
    this.#clock = clock
    if (!isNew) return
    this.#events = []
    this.#write(`${JSON.stringify(head)}\n`)
  }

  /** In order; the oldest are dropped when there are too many. */
  get events(): readonly LogEvent[] {
    return this.#loaded()
  }

  append(message: string): void {
    const events = this.#loaded()
    const time = this.#clock.now()
    const index = (events.at(-1)?.index ?? this.#head.first - 1) + 1
    events.push({ index, time, message })
    this.#write(formatEvent({ time, message }))
    // Half as many again before the cut, so that it happens seldom.
    if (events.length > 1.5 * keptEvents) this.#cut(events)
  }

  #loaded(): LogEvent[] {
    this.#events ??= readEvents(this.#path, this.#head.first)
    return this.#events
  }

  /** All lines that come in one go are written at once. */
  #write(line: string): void {
    if (this.#pending.push(line) === 1) queueMicrotask(() => this.#flush())
  }

  #flush(): void {
    const lines = this.#pending.join('')
    this.#pending = []
    const isWhole = quietly(() => appendFileSync(this.#path, this.#isTorn ? `\n${lines}` : lines))
    this.#isTorn = !isWhole
  }

  #cut(events: LogEvent[]): void {
    events.splice(0, events.length - keptEvents)
    this.#head = { ...this.#head, first: events[0]?.index ?? 0 }
    this.#pending = []
    const next = `${this.#path}.next`
    const isWhole = quietly(() => {
      writeFileSync(next, `${JSON.stringify(this.#head)}\n${events.map(formatEvent).join('')}`)
      renameSync(next, this.#path)
    })
    if (isWhole) this.#isTorn = false
    else rmSync(next, { force: true })
  }
}

/** Events whose line was written whole: a full disk or a run that was killed may have left parts of others. */
function readEvents(path: string, first: number): LogEvent[] {
  const lines = readFileSync(path, 'utf8').split('\n').slice(1, -1)
  const written = lines.flatMap((line) => parseEvent(line) ?? [])
  return written.map((event, i) => ({ index: first + i, ...event }))
}

function parseEvent(line: string): Omit<LogEvent, 'index'> | undefined {
  try {
    const [time, message] = JSON.parse(line) as [number, string]
    return { time: new Date(time), message }
  } catch {
    return undefined
  }
}

function formatEvent({ time, message }: Pick<LogEvent, 'time' | 'message'>): string {
  return `${JSON.stringify([time.getTime(), message])}\n`
}

/** A log that cannot be written, as on a full disk, is still in memory: no job fails for it. False then. */
function quietly(write: () => void): boolean {
  try {
    write()
    return true
  } catch {
    // What is missing in the file is missed by the next start only.
    return false
  }
}
