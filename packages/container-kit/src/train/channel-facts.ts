import { ContainerError } from '../errors.ts'
import { isObject } from './read-config.ts'

/**
 * What a job says of one of its input channels.
 *
 * @public
 */
export interface ChannelFacts {
  /** As the job calls it, such as `train`. */
  readonly name: string
  /** The content type that the job gave, if it gave one. */
  readonly contentType: string | undefined
  /** How the data comes: copied beforehand, read from S3 on demand, or through a FIFO an epoch. */
  readonly inputMode: 'File' | 'FastFile' | 'Pipe'
  /** Whether every host has all of it or a share. */
  readonly distribution: 'FullyReplicated' | 'ShardedByS3Key'
  /** Whether records come wrapped in RecordIO. */
  readonly recordWrapper: 'None' | 'RecordIO'
}

/**
 * Reads what `inputdataconfig.json` says of a channel; what it does not say has the platform's defaults.
 *
 * @throws ContainerError with code `config-file` for an input mode that there is not.
 */
export function channelFacts(name: string, config: unknown): ChannelFacts {
  const entry = isObject(config) ? config : {}
  const { ContentType, TrainingInputMode = 'File', S3DistributionType, RecordWrapperType } = entry
  if (!isInputMode(TrainingInputMode)) {
    throw new ContainerError(
      'config-file',
      `Channel ${JSON.stringify(name)} has the input mode ${JSON.stringify(TrainingInputMode)}: expected File, FastFile or Pipe.`,
    )
  }
  return {
    name,
    contentType: typeof ContentType === 'string' ? ContentType : undefined,
    inputMode: TrainingInputMode,
    distribution: S3DistributionType === 'ShardedByS3Key' ? 'ShardedByS3Key' : 'FullyReplicated',
    recordWrapper: RecordWrapperType === 'RecordIO' ? 'RecordIO' : 'None',
  }
}

function isInputMode(value: unknown): value is ChannelFacts['inputMode'] {
  return value === 'File' || value === 'FastFile' || value === 'Pipe'
}
