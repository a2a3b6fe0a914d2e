/**
 * `hyperparameters.json`: a flat object whose values are always strings. The SageMaker Python SDK JSON-encodes
 * each value (`"\"abc\""`), every other sender writes it raw (`"abc"`).
 *
 * @see AWS guide, "How Amazon SageMaker provides training information"
 * @public
 */
export type HyperparametersFile = Readonly<Record<string, string>>

/**
 * `inputdataconfig.json`: the job's channels by name.
 *
 * @see AWS guide, "How Amazon SageMaker provides training information"
 * @public
 */
export type InputDataConfigFile = Readonly<Record<string, ChannelConfig>>

/**
 * What the platform says of one channel. Only `TrainingInputMode` is there in local mode.
 *
 * @public
 */
export interface ChannelConfig {
  /** Missing if the job gave none. */
  readonly ContentType?: string
  readonly TrainingInputMode: 'File' | 'FastFile' | 'Pipe'
  readonly S3DistributionType?: 'FullyReplicated' | 'ShardedByS3Key'
  readonly RecordWrapperType?: 'None' | 'RecordIO'
}

/**
 * `resourceconfig.json`: the hosts of the job. `hosts` is sorted as text, so `algo-10` stands before `algo-2`.
 *
 * @see AWS guide, "How Amazon SageMaker provides training information"
 * @public
 */
export interface ResourceConfigFile {
  readonly current_host: string
  readonly hosts: readonly string[]
  readonly network_interface_name?: string
  readonly current_instance_type?: string
  readonly current_group_name?: string
  readonly instance_groups?: readonly InstanceGroup[]
}

/**
 * One group of equal instances in a heterogeneous cluster.
 *
 * @public
 */
export interface InstanceGroup {
  readonly instance_group_name: string
  readonly instance_type: string
  readonly hosts: readonly string[]
}
