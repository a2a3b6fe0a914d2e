import { type ChannelSource, findChannelSource, sizeOf } from '../s3/channel-source.ts'
import { type Channel, uploadSource } from '../s3/upload-channel.ts'
import type { Contents } from './contents.ts'
import type { StepNews } from './events.ts'
import type { TrainAndDeployOptions } from './options.ts'
import type { Run } from './run-or-undo.ts'
import { dataOf } from './training-data.ts'

/** Sends the channels one after another to folders below `folder`, and tells of the bytes of all of them. */
export async function uploadData(
  { session, contents }: Pick<Run, 'session' | 'contents'>,
  { trainingData, signal }: Pick<TrainAndDeployOptions, 'trainingData' | 'signal'>,
  { folder, tell }: { readonly folder: string; readonly tell: StepNews['sent'] },
): Promise<Record<string, Channel>> {
  const sources = await Promise.all(
    Object.entries(trainingData).map(
      async ([channel, data]) =>
        [channel, adapt(await findChannelSource(dataOf(data)), channel, contents)] as const,
    ),
  )
  const files = sources.flatMap(([, source]) => (source.kind === 'files' ? source.files : []))
  const tellBytes = atEachPercent(tell, sizeOf(files))
  const channels: Record<string, Channel> = {}
  let before = 0
  for (const [channel, source] of sources) {
    const uploaded = await uploadSource(session, source, {
      prefix: `${folder}/${channel}`,
      // The folder has the run's own name, so nothing can be there.
      skipExisting: false,
      onProgress: ({ sentBytes }) => tellBytes(before + sentBytes),
      signal,
    })
    before += uploaded.bytes
    channels[channel] = uploaded
  }
  return channels
}

function adapt(source: ChannelSource, channel: string, contents: Contents): ChannelSource {
  if (source.kind === 's3') return source
  return { ...source, files: source.files.map((file) => contents.file(file, channel)) }
}

/** Tells of bytes only when one more percent of them has been sent: thousands of small files need no more. */
function atEachPercent(
  tell: StepNews['sent'],
  totalBytes: number | undefined,
): (sentBytes: number) => void {
  let told = 0
  return (sentBytes) => {
    const percent = totalBytes ? Math.floor((100 * sentBytes) / totalBytes) : Number.NaN
    if (percent === told) return
    told = percent
    tell(sentBytes, totalBytes)
  }
}
