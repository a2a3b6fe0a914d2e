import type { Channel } from '@aws-sdk/client-sagemaker'
import { ByoError } from '../errors.ts'
import { isS3Uri } from '../naming/s3-uri.ts'
import { checkCount, checkText } from '../requests/check-limits.ts'
import type { ChannelOptions } from './channel-options.ts'

type InputMode = NonNullable<ChannelOptions['inputMode']>

/** The channels as CreateTrainingJob takes them. Source of the limits: AWS's API model. */
export function channelSpecs(
  channels: Readonly<Record<string, string | ChannelOptions>>,
  jobsInputMode: InputMode,
): Channel[] {
  const entries = Object.entries(channels)
  checkCount('channels', entries.length, { max: 20 })
  return entries.map(([name, data]) =>
    channelSpec(name, typeof data === 'string' ? { uri: data } : data, jobsInputMode),
  )
}

function channelSpec(name: string, channel: ChannelOptions, jobsInputMode: InputMode): Channel {
  checkText("The channel's name", name, {
    min: 1,
    max: 64,
    pattern: /^[A-Za-z0-9.\-_]+$/,
    wanted: 'letters, digits, and . - _',
  })
  const { uri, s3DataType = 'S3Prefix', attributeNames } = channel
  if (!isS3Uri(uri)) {
    throw new ByoError(
      'invalid-option',
      `The channel "${name}" is "${uri}", which is not in S3: send it there with uploadChannel first.`,
    )
  }
  checkText(`The address of the channel "${name}",`, uri, { max: 1024 })
  checkText(`The contentType of the channel "${name}",`, channel.contentType, { max: 256 })
  checkAttributes(name, channel)
  checkMode(name, channel, channel.inputMode ?? jobsInputMode)
  return {
    ChannelName: name,
    DataSource: {
      S3DataSource: {
        S3DataType: s3DataType,
        S3Uri: uri,
        S3DataDistributionType: channel.distribution ?? 'FullyReplicated',
        ...(attributeNames && { AttributeNames: [...attributeNames] }),
      },
    },
    ...(channel.inputMode && { InputMode: channel.inputMode }),
    ...(channel.contentType && { ContentType: channel.contentType }),
    ...(channel.compression && { CompressionType: channel.compression }),
    ...(channel.recordWrapper && { RecordWrapperType: channel.recordWrapper }),
  }
}

/** An augmented manifest needs the attributes that are wanted of it, and nothing else has any. */
function checkAttributes(name: string, { s3DataType, attributeNames }: ChannelOptions): void {
  const isAugmented = s3DataType === 'AugmentedManifestFile'
  if (isAugmented !== (attributeNames !== undefined)) {
    throw new ByoError(
      'invalid-option',
      isAugmented
        ? `The channel "${name}" is an AugmentedManifestFile without attributeNames: name 1 to 16 of its attributes.`
        : `The channel "${name}" has attributeNames, which only an AugmentedManifestFile has: set s3DataType, or leave them out.`,
    )
  }
  if (attributeNames === undefined) return
  checkCount(`attributeNames of the channel "${name}"`, attributeNames.length, { min: 1, max: 16 })
  for (const attribute of attributeNames) {
    checkText(`The attribute of the channel "${name}",`, attribute, { min: 1, max: 256 })
  }
}

/** What only some input modes can do. Source: the documentation of CreateTrainingJob's Channel. */
function checkMode(name: string, channel: ChannelOptions, mode: InputMode): void {
  const refuse = (what: string, modes: string) => {
    throw new ByoError(
      'invalid-option',
      `The channel "${name}" has ${what}, which SageMaker takes with the inputMode ${modes} only; it is ${mode}.`,
    )
  }
  if (mode === 'Pipe') return
  if (channel.s3DataType === 'AugmentedManifestFile') {
    refuse("s3DataType 'AugmentedManifestFile'", 'Pipe')
  }
  if (channel.compression === 'Gzip') refuse("compression 'Gzip'", 'Pipe')
  if (channel.recordWrapper === 'RecordIO') refuse("recordWrapper 'RecordIO'", 'Pipe')
  if (mode === 'FastFile' && channel.s3DataType === 'ManifestFile') {
    refuse("s3DataType 'ManifestFile'", 'File or Pipe')
  }
}
