import { channelDir, containerPaths } from '@byo/container-kit/contract'
import type { ObjectStore } from '../../state/object-store.ts'
import { downloadEntries } from '../files/download-objects.ts'
import { channelObjects, shareFor } from './channel-objects.ts'
import { shareOf } from './channel-share.ts'
import type { HostPlace } from './lay-out-opt-ml.ts'
import { channelsOfHost } from './training-hosts.ts'
import { inputModeOf, type TrainingRequest } from './training-request.ts'

/**
 * Fills the folder of each of a host's channels from S3: its share of the objects. In FastFile mode too they are
 * simply there, as copies that take no room where the file system can share blocks between files.
 */
export async function downloadChannels(
  store: ObjectStore,
  request: TrainingRequest,
  baseDir: string,
  { host, hosts }: HostPlace,
  signal: AbortSignal,
): Promise<void> {
  const paths = containerPaths(baseDir)
  for (const channel of channelsOfHost(request, host)) {
    if (inputModeOf(request, channel) === 'Pipe') continue
    const objects = await channelObjects(store, channel.DataSource.S3DataSource)
    const share = shareOf(objects, shareFor(channel, host, hosts, 0))
    await downloadEntries(store, share, channelDir(paths, channel.ChannelName), signal)
  }
}
