import { execFile } from 'node:child_process'
import { constants, open } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { containerPaths, pipeFile } from '@byo/container-kit/contract'
import { JobError } from '../../errors.ts'
import type { Platform } from '../platform.ts'
import { shareFor } from './channel-objects.ts'
import { type ChannelStream, openChannelStream } from './channel-stream.ts'
import type { HostPlace } from './lay-out-opt-ml.ts'
import { channelsOfHost } from './training-hosts.ts'
import { type Channel, inputModeOf, type TrainingRequest } from './training-request.ts'

/** Feeds the pipes of a host until the signal aborts; rejects when the data cannot be read. */
export type PipeFeeder = (signal: AbortSignal) => Promise<void>

/** How long to wait before looking again whether a program has opened its pipe. */
const pollMilliseconds = 10

/**
 * Makes the first pipe of each of a host's channels in Pipe mode: `<channel>_<epoch>`, a FIFO. Whenever a program has
 * opened one it gets the whole channel, or as much as it reads, and finds the pipe of the next epoch.
 *
 * @throws JobError when a channel's manifest cannot be used, or the system has no FIFOs.
 */
export async function openPipes(
  { objectStore, clock }: Pick<Platform, 'objectStore' | 'clock'>,
  request: TrainingRequest,
  baseDir: string,
  { host, hosts }: HostPlace,
): Promise<PipeFeeder> {
  const paths = containerPaths(baseDir)
  const feeders: PipeFeeder[] = []
  for (const channel of channelsOfHost(request, host)) {
    if (inputModeOf(request, channel) !== 'Pipe') continue
    const stream = await openChannelStream(objectStore, channel)
    const fileOf = (epoch: number) => pipeFile(paths, channel.ChannelName, epoch)
    await makeFifo(fileOf(0))
    feeders.push((signal) => feed({ channel, stream, fileOf, clock, host, hosts, signal }))
  }
  return async (signal) => {
    await Promise.all(feeders.map((feeder) => feeder(signal)))
  }
}

interface Feed extends HostPlace {
  readonly channel: Channel
  readonly stream: ChannelStream
  readonly fileOf: (epoch: number) => string
  readonly clock: Platform['clock']
  readonly signal: AbortSignal
}

/** Feeds one channel, epoch by epoch. */
async function feed({ channel, stream, fileOf, clock, host, hosts, signal }: Feed): Promise<void> {
  try {
    for (let epoch = 0; ; epoch += 1) {
      const pipe = await openForWriting(fileOf(epoch), clock, signal)
      // There before this epoch ends: a program may open it at once.
      await makeFifo(fileOf(epoch + 1))
      await write(pipe, stream(shareFor(channel, host, hosts, epoch)), signal)
      await rm(fileOf(epoch), { force: true })
    }
  } catch (cause) {
    if (!signal.aborted) throw cause
  }
}

/** Node itself can make none. */
async function makeFifo(file: string): Promise<void> {
  try {
    await promisify(execFile)('mkfifo', [file])
  } catch (cause) {
    throw new JobError(
      'ClientError',
      `Input mode Pipe needs a FIFO, and ${file} could not be made: ${String(cause)}`,
      { cause },
    )
  }
}

/** Opens a pipe once a program reads it. Waiting in `open` itself would hold a thread, maybe for ever. */
async function openForWriting(
  file: string,
  clock: Platform['clock'],
  signal: AbortSignal,
): Promise<number> {
  for (;;) {
    signal.throwIfAborted()
    try {
      return await promisify(open)(file, constants.O_WRONLY | constants.O_NONBLOCK)
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENXIO') throw cause
    }
    await clock.sleep(pollMilliseconds, signal)
  }
}

/** Writes to an open pipe and closes it. A program may stop reading half-way. */
async function write(
  descriptor: number,
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const pipe = new Socket({ fd: descriptor, readable: false, writable: true })
  try {
    await pipeline(Readable.from(bytes), pipe, { signal })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EPIPE') throw cause
  }
}
