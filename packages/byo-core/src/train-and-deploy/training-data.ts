import type { ChannelContent, ChannelData } from '../s3/channel-data.ts'
import type { ChannelOptions } from '../training/channel-options.ts'

/**
 * A channel's data: a file, a folder, a glob or an `s3://` prefix, content under a name, what `uploadChannel` gave,
 * or one of these addresses as `uri` with a channel's other options.
 *
 * @public
 */
export type TrainingData = string | ChannelContent | ChannelOptions

/** What to upload. */
export function dataOf(data: TrainingData): ChannelData {
  return typeof data === 'string' || 'content' in data ? data : data.uri
}

/** The other options, where there are any. */
export function optionsOf(data: TrainingData): Omit<ChannelOptions, 'uri'> {
  if (typeof data === 'string' || 'content' in data) return {}
  const { uri: _, ...options } = data
  return options
}

/** The address that the data have, when they have one. */
export function addressOf(data: TrainingData): string | undefined {
  const found = dataOf(data)
  return typeof found === 'string' ? found : undefined
}
