import { createHash } from 'node:crypto'
import { closeSync, openSync, readdirSync, readSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../state/clock.ts'
import { LogStream, type LogStreamHead } from './log-stream.ts'

/** What programs have written, by log group and stream. It outlives the jobs and endpoints themselves. */
export class LogStore {
  readonly #folder: string
  readonly #clock: Clock
  readonly #groups = new Map<string, Map<string, LogStream>>()

  /** Opens the streams that the folder holds. */
  constructor(folder: string, clock: Clock) {
    this.#folder = folder
    this.#clock = clock
    for (const file of readdirSync(folder)) {
      const path = join(folder, file)
      const head = file.endsWith('.jsonl') ? readHead(path) : undefined
      if (head === undefined) rmSync(path, { force: true })
      else this.#keep(head, new LogStream(path, head, clock, false))
    }
  }

  /** The stream of that name, new if there is none. */
  open(region: string, group: string, name: string): LogStream {
    const existing = this.#groups.get(groupKey(region, group))?.get(name)
    if (existing !== undefined) return existing
    const head = { region, group, name, creationTime: this.#clock.now().getTime(), first: 0 }
    const hash = createHash('sha256').update(`${region}/${group}/${name}`).digest('hex')
    const stream = new LogStream(join(this.#folder, `${hash}.jsonl`), head, this.#clock, true)
    this.#keep(head, stream)
    return stream
  }

  /** The streams of a group, or undefined for a group that was never written to. */
  streams(region: string, group: string): readonly LogStream[] | undefined {
    const streams = this.#groups.get(groupKey(region, group))
    return streams && [...streams.values()]
  }

  /** The names of a region's groups, sorted. */
  groups(region: string): readonly string[] {
    const start = groupKey(region, '')
    return [...this.#groups.keys()]
      .filter((key) => key.startsWith(start))
      .map((key) => key.slice(start.length))
      .sort()
  }

  /** Writes what there was no room for on the disk before, as far as there is now. */
  flush(): void {
    for (const streams of this.#groups.values())
      for (const stream of streams.values()) stream.flush()
  }

  #keep({ region, group, name }: LogStreamHead, stream: LogStream): void {
    const key = groupKey(region, group)
    const streams = this.#groups.get(key) ?? new Map<string, LogStream>()
    this.#groups.set(key, streams.set(name, stream))
  }
}

function groupKey(region: string, group: string): string {
  return `${region}/${group}`
}

/** The first line of a stream's file; undefined where it was never written whole. */
function readHead(path: string): LogStreamHead | undefined {
  const start = Buffer.alloc(headBytes)
  const descriptor = openSync(path, 'r')
  const length = readSync(descriptor, start)
  closeSync(descriptor)
  const end = start.subarray(0, length).indexOf('\n')
  if (end === -1) return undefined
  try {
    const head = JSON.parse(start.toString('utf8', 0, end)) as Partial<LogStreamHead>
    return head.name === undefined ? undefined : (head as LogStreamHead)
  } catch {
    return undefined
  }
}

/** More than the names of a group and a stream, of 512 characters each, can take. */
const headBytes = 16_384
