import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { JobError } from '../../errors.ts'
import type { ObjectStore } from '../../state/object-store.ts'
import { requireObject } from '../files/download-objects.ts'
import { formatS3Uri, type S3Location } from '../s3-uri.ts'
import { type AttributeValue, readAugmentedManifest } from './augmented-manifest.ts'
import { channelObjects, requireLocation } from './channel-objects.ts'
import { type ShareOptions, shareOf } from './channel-share.ts'
import { wrapRecord } from './record-io.ts'
import type { Channel } from './training-request.ts'

type Bytes = AsyncGenerator<Uint8Array, void, undefined>

/** The bytes of a host's share of a channel, as a pipe brings them in one epoch. */
export type ChannelStream = (share: ShareOptions) => Bytes

/**
 * Finds out what a channel in Pipe mode consists of: objects, one after the other, or attributes of an augmented
 * manifest. What is to be read is settled now, the bytes are read as they are asked for.
 *
 * @throws JobError when the manifest cannot be used.
 */
export async function openChannelStream(
  store: ObjectStore,
  channel: Channel,
): Promise<ChannelStream> {
  const source = channel.DataSource.S3DataSource
  const values =
    source.S3DataType === 'AugmentedManifestFile'
      ? await readAugmentedManifest(
          store,
          requireLocation(source.S3Uri),
          source.AttributeNames ?? [],
        )
      : (await channelObjects(store, source)).map(({ object }) => [{ object }])
  return async function* (share) {
    for (const line of shareOf(values, share)) {
      for (const value of line) yield* valueBytes(store, channel, value)
    }
  }
}

/** The bytes of one object or attribute, decompressed and wrapped as the channel asks. */
async function* valueBytes(store: ObjectStore, channel: Channel, value: AttributeValue): Bytes {
  const wraps = channel.RecordWrapperType === 'RecordIO'
  if ('bytes' in value) {
    const bytes = oneChunk(value.bytes)
    yield* wraps ? wrapRecord(bytes, value.bytes.length) : bytes
    return
  }
  const isGzip = channel.CompressionType === 'Gzip'
  const { size } = requireObject(store, value.object)
  if (!wraps) yield* objectBytes(store, value.object, isGzip)
  else {
    const length = isGzip ? await countBytes(store, value.object) : size
    yield* wrapRecord(objectBytes(store, value.object, isGzip), length)
  }
}

/** The bytes of an object. @throws JobError when they are not what the channel says. */
async function* objectBytes(store: ObjectStore, place: S3Location, isGzip: boolean): Bytes {
  const file: Readable = createReadStream(requireObject(store, place).path)
  const gunzip = isGzip ? createGunzip() : undefined
  if (gunzip !== undefined) file.on('error', (cause) => gunzip.destroy(cause)).pipe(gunzip)
  try {
    yield* gunzip ?? file
  } catch (cause) {
    throw new JobError(
      'ClientError',
      `Data download failed: ${formatS3Uri(place)} could not be read: ${String(cause)}`,
      { cause },
    )
  } finally {
    file.destroy()
  }
}

/** How long an object is once it is decompressed; reading it twice costs less memory than keeping it. */
async function countBytes(store: ObjectStore, place: S3Location): Promise<number> {
  let length = 0
  for await (const chunk of objectBytes(store, place, true)) length += chunk.length
  return length
}

async function* oneChunk(bytes: Uint8Array): Bytes {
  yield bytes
}
