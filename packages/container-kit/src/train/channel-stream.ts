import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { readRecordIo } from '../codecs/record-io.ts'
import { type ContainerPaths, pipeFile } from '../contract/paths.ts'
import { ContainerError } from '../errors.ts'
import type { Host } from '../lifecycle/host.ts'
import type { Log } from '../logging/log.ts'
import type { ChannelFacts } from './channel-facts.ts'
import { manifestLines } from './manifest-lines.ts'
import { openFifo } from './open-fifo.ts'

/**
 * An input channel that training reads from beginning to end, as often as it likes, whatever the input mode.
 *
 * @public
 */
export interface ChannelStream extends ChannelFacts {
  /**
   * Opens the channel for one more pass over its bytes. In Pipe mode that is the next epoch, `input/data/<name>_0`, `_1`
   * and so on, for which it waits until the platform has it; in File and FastFile mode all files one after the
   * other, in the order of their paths. To stop early, destroy the stream. One pass has to end before the next begins.
   */
  open(): Promise<Readable>
  /**
   * The records of one more pass: what the platform wrapped in RecordIO, one by one. A job that does not ask for
   * RecordIO has no records.
   */
  records(): AsyncIterable<Uint8Array>
  /**
   * The lines of one more pass over an augmented manifest, each with all its attributes, of which the platform makes a
   * record each.
   *
   * @param attributes - `AttributeNames` of the job's channel, in the same order.
   * @throws ContainerError with code `record-io` if the stream ends in the midst of a line.
   */
  lines<Attribute extends string>(
    attributes: readonly Attribute[],
  ): AsyncIterable<Readonly<Record<Attribute, Uint8Array>>>
}

/**
 * The channels that a program reads as streams, by name.
 *
 * @public
 */
export type ChannelStreams<Streamed extends string> = Readonly<Record<Streamed, ChannelStream>>

/** What a stream needs of the job around it. */
export interface StreamSettings {
  readonly host: Host
  readonly log: Log
  readonly signal: AbortSignal
  readonly paths: ContainerPaths
}

/** The stream of a channel; `files` lists those of File and FastFile mode. */
export function channelStream(
  facts: ChannelFacts,
  files: () => Promise<readonly string[]>,
  settings: StreamSettings,
): ChannelStream {
  let epoch = 0
  let current: Readable | undefined
  let opening = false

  async function open(): Promise<Readable> {
    if (opening || isBeingRead(current)) throw stillOpen(facts.name)
    opening = true
    try {
      // The platform gives an epoch once the one before is closed.
      if (current !== undefined && !current.closed) await once(current, 'close')
      current =
        facts.inputMode === 'Pipe'
          ? await openEpoch(pipeFile(settings.paths, facts.name, epoch), settings)
          : Readable.from(bytesOf(await files()), { objectMode: false })
      epoch += 1
      return current
    } finally {
      opening = false
    }
  }

  async function* records(): AsyncGenerator<Uint8Array, void, undefined> {
    if (facts.recordWrapper !== 'RecordIO') throw unwrapped(facts.name)
    yield* readRecordIo(await open())
  }
  return {
    ...facts,
    open,
    records,
    lines: (attributes) => manifestLines(records(), attributes, facts.name),
  }
}

/** Whether a stream is neither at its end nor given up. */
function isBeingRead(stream: Readable | undefined): boolean {
  return stream !== undefined && !stream.readableEnded && !stream.destroyed
}

/** Opens an epoch's FIFO as soon as there is one. */
async function openEpoch(path: string, { host, log, signal }: StreamSettings): Promise<Readable> {
  for (let waits = 0; ; waits += 1) {
    signal.throwIfAborted()
    const found = await stat(path).catch(() => undefined)
    if (found?.isFIFO()) return openFifo(path, signal)
    // Who plays the platform on a laptop may leave files.
    if (found?.isFile()) return createReadStream(path)
    if (waits % waitsPerWarning === waitsPerWarning - 1) log.warn('still waiting', { for: path })
    await host.pause(waitMilliseconds, signal)
  }
}

async function* bytesOf(files: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const file of files) yield* createReadStream(file)
}

function stillOpen(name: string): ContainerError {
  return new ContainerError(
    'channel',
    `Channel ${JSON.stringify(name)} is still open: read the last stream to its end or destroy it before the next is opened.`,
  )
}

function unwrapped(name: string): ContainerError {
  return new ContainerError(
    'channel',
    `Channel ${JSON.stringify(name)} has no records: ask for them with RecordWrapperType RecordIO in the job's InputDataConfig, or open() it and read bytes.`,
  )
}

const waitMilliseconds = 100

/** One a minute. */
const waitsPerWarning = 600
