import { isS3Uri } from '../naming/s3-uri.ts'
import type { ChannelContent, ChannelData } from '../s3/channel-data.ts'
import { findChannelSource } from '../s3/channel-source.ts'
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

/** Stands for the address of an image that isn't published yet, where requests are checked. */
export const imageToCome = 'image'

/** The channels as they will be, with an address in S3 for those that aren't uploaded yet. */
export function channelsToCome(
  trainingData: Readonly<Record<string, TrainingData>>,
): Record<string, ChannelOptions> {
  const channels = Object.entries(trainingData).map(([name, data]) => {
    const address = addressOf(data) ?? ''
    const uri = isS3Uri(address) ? address : 's3://bucket/'
    return [name, { ...optionsOf(data), uri }] as const
  })
  return Object.fromEntries(channels)
}

/** Throws when a file or a folder isn't there. */
export async function checkTrainingData(
  trainingData: Readonly<Record<string, TrainingData>>,
): Promise<void> {
  for (const data of Object.values(trainingData)) await findChannelSource(dataOf(data))
}
