import { readFile } from 'node:fs/promises'
import { JobError } from '../../errors.ts'
import type { ObjectStore } from '../../state/object-store.ts'
import { prefixEntries, requireObject } from '../files/download-objects.ts'
import { type ManifestEntry, parseManifest } from '../files/manifest.ts'
import { parseS3Uri, type S3Location } from '../s3-uri.ts'
import type { ShareOptions } from './channel-share.ts'
import { hostsOfChannel, type TrainingHost } from './training-hosts.ts'
import type { Channel, S3DataSource } from './training-request.ts'

/** The objects of a channel, in the order of their keys or of the manifest. */
export async function channelObjects(
  store: ObjectStore,
  { S3DataType, S3Uri }: S3DataSource,
): Promise<readonly ManifestEntry[]> {
  const location = requireLocation(S3Uri)
  if (S3DataType === 'S3Prefix') return prefixEntries(store, location)
  return parseManifest(await readFile(requireObject(store, location).path, 'utf8'))
}

/** Which part of a channel a host gets. */
export function shareFor(
  channel: Channel,
  host: TrainingHost,
  hosts: readonly TrainingHost[],
  epoch: number,
): ShareOptions {
  const names = hostsOfChannel(channel, hosts).map(({ name }) => name)
  const { S3DataDistributionType } = channel.DataSource.S3DataSource
  return {
    index: names.indexOf(host.name),
    hostCount: names.length,
    sharded: S3DataDistributionType === 'ShardedByS3Key',
    seed: channel.ShuffleConfig?.Seed,
    epoch,
  }
}

/** Reads an S3 URI. @throws JobError for any other text. */
export function requireLocation(uri: string): S3Location {
  const location = parseS3Uri(uri)
  if (location === undefined) throw new JobError('ClientError', `"${uri}" is no S3 URI.`)
  return location
}
