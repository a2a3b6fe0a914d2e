import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { appendWhole } from '../../state/append-whole.ts'
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

/** So many events are written in one go: what waits for room on the disk is not all formatted anew at every try. */
const eventsPerWrite = 1000

/** The output of one container: in memory once it is asked for, and in a file, a line of JSON an event. */
export class LogStream {
  readonly name: string
  readonly creationTime: Date
  readonly #path: string
  readonly #clock: Clock
  #head: LogStreamHead
  #hasFile: boolean
  #events: LogEvent[] | undefined
  /** How many of the newest events are not in the file yet. */
  #unwritten = 0
  #isToFlush = false

  constructor(path: string, head: LogStreamHead, clock: Clock, isNew: boolean) {
    this.name = head.name
    this.creationTime = new Date(head.creationTime)
    this.#path = path
    this.#head = head
    this.#clock = clock
    this.#hasFile = !isNew
    if (!isNew) return
    this.#events = []
    this.#flushSoon()
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
    this.#unwritten += 1
    this.#flushSoon()
    // Half as many again before the cut, so that it happens seldom.
    if (events.length > 1.5 * keptEvents) this.#cut(events)
  }

  /** Writes what is not in the file yet. What a full disk has no room for waits in memory: no job fails for it. */
  flush(): void {
    this.#isToFlush = false
    if (this.#hasFile && this.#unwritten === 0) return
    const events = this.#loaded()
    try {
      do {
        const next = events.slice(events.length - this.#unwritten).slice(0, eventsPerWrite)
        const start = this.#hasFile ? '' : formatHead(this.#head)
        appendWhole(this.#path, start + next.map(formatEvent).join(''))
        this.#hasFile = true
        this.#unwritten -= next.length
      } while (this.#unwritten > 0)
    } catch {
      // The next line tries again, and so does the end of the emulator.
    }
  }

  #loaded(): LogEvent[] {
    this.#events ??= readEvents(this.#path, this.#head.first)
    return this.#events
  }

  /** All lines that come in one go are written at once. */
  #flushSoon(): void {
    if (this.#isToFlush) return
    this.#isToFlush = true
    queueMicrotask(() => this.flush())
  }

  #cut(events: LogEvent[]): void {
    events.splice(0, events.length - keptEvents)
    this.#unwritten = Math.min(this.#unwritten, keptEvents)
    const head = { ...this.#head, first: events[0]?.index ?? 0 }
    const next = `${this.#path}.next`
    try {
      writeFileSync(next, formatHead(head) + events.map(formatEvent).join(''))
      renameSync(next, this.#path)
      this.#head = head
      this.#hasFile = true
      this.#unwritten = 0
    } catch {
      // The file keeps more than it should, until the next cut.
      rmSync(next, { force: true })
    }
  }
}

/** Events whose line was written whole: a run that was killed may have left a part of another. */
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

function formatHead(head: LogStreamHead): string {
  return `${JSON.stringify(head)}\n`
}

function formatEvent({ time, message }: LogEvent): string {
  return `${JSON.stringify([time.getTime(), message])}\n`
}
