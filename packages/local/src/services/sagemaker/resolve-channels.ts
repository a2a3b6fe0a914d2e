import { instanceGroups } from '../../jobs/training/training-hosts.ts'
import type {
  AlgorithmSpecification,
  Channel,
  ResourceConfig,
  S3DataSource,
} from '../../jobs/training/training-request.ts'
import { notHere, refusal } from './refusals.ts'

/** A channel as it comes: any kind of data source, and most members optional. */
export interface ChannelInput extends Omit<Partial<Channel>, 'DataSource'> {
  readonly ChannelName: string
  readonly DataSource: {
    readonly S3DataSource?: SourceInput
  }
}

interface SourceInput
  extends Omit<Partial<S3DataSource>, 'S3DataType' | 'S3Uri'>,
    Pick<S3DataSource, 'S3Uri'> {
  readonly S3DataType: string
  readonly HubAccessConfig?: unknown
}

/**
 * Fills in the defaults of channels.
 *
 * @throws AwsError for combinations that SageMaker refuses, and for features that the emulator lacks.
 */
export function resolveChannels(
  channels: readonly ChannelInput[],
  algorithm: AlgorithmSpecification,
  resources: ResourceConfig,
): readonly Channel[] {
  const names = channels.map(({ ChannelName }) => ChannelName)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) {
    throw refusal(`Channel names must be unique, and there is more than one channel "${twice}".`)
  }
  return channels.map((channel) => resolveChannel(channel, algorithm, resources))
}

function resolveChannel(
  channel: ChannelInput,
  algorithm: AlgorithmSpecification,
  resources: ResourceConfig,
): Channel {
  const source = resolveSource(channel)
  const resolved: Channel = {
    CompressionType: 'None',
    RecordWrapperType: 'None',
    ...channel,
    DataSource: { S3DataSource: source },
  }
  checkInputMode(resolved, source, resolved.InputMode ?? algorithm.TrainingInputMode)
  const groups = instanceGroups(resources).map(({ InstanceGroupName }) => InstanceGroupName)
  const unknown = source.InstanceGroupNames?.find((name) => !groups.includes(name))
  if (unknown === undefined) return resolved
  throw refusal(`Channel "${channel.ChannelName}" names an unknown instance group "${unknown}".`)
}

function resolveSource({ DataSource }: ChannelInput): S3DataSource {
  const source = DataSource.S3DataSource
  if (source === undefined) throw notHere('A channel from a file system')
  const { S3DataType } = source
  if (source.HubAccessConfig !== undefined) throw notHere('HubAccessConfig')
  if (S3DataType === 'Converse') throw notHere('A channel of S3DataType Converse')
  return {
    ...source,
    S3DataType: S3DataType as S3DataSource['S3DataType'],
    S3DataDistributionType: source.S3DataDistributionType ?? 'FullyReplicated',
  }
}

/** What the input modes cannot do is refused, as the API's documentation has it. */
function checkInputMode(channel: Channel, source: S3DataSource, mode: string): void {
  const { S3DataType } = source
  if (S3DataType === 'AugmentedManifestFile' && (source.AttributeNames ?? []).length === 0) {
    throw refusal('S3DataType AugmentedManifestFile needs AttributeNames.')
  }
  if (mode === 'FastFile' && S3DataType === 'ManifestFile') {
    throw refusal('FastFile input mode supports S3DataType S3Prefix only.')
  }
  if (mode === 'Pipe') return
  const pipeOnly = {
    'S3DataType AugmentedManifestFile': S3DataType === 'AugmentedManifestFile',
    'CompressionType Gzip': channel.CompressionType === 'Gzip',
    'RecordWrapperType RecordIO': channel.RecordWrapperType === 'RecordIO',
  }
  const wrong = Object.entries(pipeOnly).find(([, isAsked]) => isAsked)
  if (wrong !== undefined) throw refusal(`${wrong[0]} is supported in Pipe input mode only.`)
}
