import { readFile } from 'node:fs/promises'
import { channelDir, containerPaths } from '@byo/container-kit/contract'
import { JobError } from '../../errors.ts'
import type { ObjectStore, StoredObject } from '../../state/object-store.ts'
import { copyObject, downloadPrefix } from '../files/download-objects.ts'
import { fileBelow } from '../files/local-path.ts'
import { parseManifest } from '../files/manifest.ts'
import { parseS3Uri, type S3Location } from '../s3-uri.ts'
import type { S3DataSource, TrainingRequest } from './training-request.ts'

/** Fills the folder of each channel from S3. */
export async function downloadChannels(
  store: ObjectStore,
  request: TrainingRequest,
  baseDir: string,
  signal: AbortSignal,
): Promise<void> {
  const paths = containerPaths(baseDir)
  for (const { ChannelName, DataSource } of request.InputDataConfig ?? []) {
    const folder = channelDir(paths, ChannelName)
    await downloadSource(store, DataSource.S3DataSource, folder, signal)
  }
}

async function downloadSource(
  store: ObjectStore,
  { S3DataType, S3Uri }: S3DataSource,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const location = parseS3Uri(S3Uri)
  if (location === undefined) throw new JobError('ClientError', `"${S3Uri}" is no S3 URI.`)
  if (S3DataType === 'S3Prefix') return downloadPrefix(store, location, folder, signal)

  const manifest = await readFile(requireObject(store, location).path, 'utf8')
  for (const { path, object } of parseManifest(manifest)) {
    signal.throwIfAborted()
    await copyObject(requireObject(store, object), fileBelow(folder, path))
  }
}

function requireObject(store: ObjectStore, { bucket, key }: S3Location): StoredObject {
  const object = store.hasBucket(bucket) ? store.get(bucket, key) : undefined
  if (object !== undefined) return object
  throw new JobError(
    'ClientError',
    `Data download failed: there is no object s3://${bucket}/${key}.`,
  )
}
