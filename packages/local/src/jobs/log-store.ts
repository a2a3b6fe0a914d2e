import type { Clock } from '../state/clock.ts'

/** One line of a program's output. */
export interface LogEvent {
  /** Counts from 0 within the stream. */
  readonly index: number
  readonly time: Date
  readonly message: string
}

/** The output of one container. */
export interface LogStream {
  readonly name: string
  readonly creationTime: Date
  /** In order; the oldest are dropped when there are too many. */
  readonly events: readonly LogEvent[]
  append(message: string): void
}

/** A stream keeps at least so many of its newest events: a program that never stops writing must not fill the memory. */
const keptEvents = 100_000

/** What programs have written, by log group and stream. It outlives the jobs and endpoints themselves. */
export class LogStore {
  readonly #clock: Clock
  readonly #groups = new Map<string, Map<string, LogStream>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The stream of that name, new if there is none. */
  open(region: string, group: string, name: string): LogStream {
    const key = `${region}/${group}`
    const streams = this.#groups.get(key) ?? new Map<string, LogStream>()
    this.#groups.set(key, streams)
    const stream = streams.get(name) ?? createStream(name, this.#clock)
    streams.set(name, stream)
    return stream
  }

  /** The streams of a group, or undefined for a group that was never written to. */
  streams(region: string, group: string): readonly LogStream[] | undefined {
    const streams = this.#groups.get(`${region}/${group}`)
    return streams && [...streams.values()]
  }
}

function createStream(name: string, clock: Clock): LogStream {
  const events: LogEvent[] = []
  let count = 0
  return {
    name,
    creationTime: clock.now(),
    events,
    append(message) {
      events.push({ index: count, time: clock.now(), message })
      count += 1
      // Half as many again before the cut, so that it happens seldom.
      if (events.length > 1.5 * keptEvents) events.splice(0, events.length - keptEvents)
    },
  }
}
