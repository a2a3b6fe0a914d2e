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
  /**
   * Copied to disk before training (`File`), read from S3 on demand (`FastFile`), or a FIFO an
   * epoch (`Pipe`).
   */
  readonly TrainingInputMode: 'File' | 'FastFile' | 'Pipe'
  /** Whether every host has all objects or a share of them. Missing: `FullyReplicated`. */
  readonly S3DistributionType?: 'FullyReplicated' | 'ShardedByS3Key'
  /** Whether records come wrapped in RecordIO. Missing: `None`. */
  readonly RecordWrapperType?: 'None' | 'RecordIO'
}

/**
 * `resourceconfig.json`: the hosts of the job. `hosts` is sorted as text, so `algo-10` stands before `algo-2`.
 *
 * @see AWS guide, "How Amazon SageMaker provides training information"
 * @public
 */
export interface ResourceConfigFile {
  /** The name of this host, one of `hosts`, such as `algo-1`. */
  readonly current_host: string
  /** The names of all hosts of the job, this one included. */
  readonly hosts: readonly string[]
  /** The interface on which the hosts reach each other, such as `eth0`. */
  readonly network_interface_name?: string
  /** What this host is, such as `ml.m5.large`; `local` or `local_gpu` in local mode. */
  readonly current_instance_type?: string
  /** The instance group of this host; `homogeneousCluster` where the job has no groups. */
  readonly current_group_name?: string
  /** The groups that the hosts are in; missing in local mode. */
  readonly instance_groups?: readonly InstanceGroup[]
  /** Where the hosts stand to each other, on instance types that have such a thing; else null or missing. */
  readonly topology?: unknown
}

/**
 * One group of equal instances in a heterogeneous cluster.
 *
 * @public
 */
export interface InstanceGroup {
  /** As the job named it; `homogeneousCluster` where it has no groups. */
  readonly instance_group_name: string
  /** What each host of the group is, such as `ml.m5.large`. */
  readonly instance_type: string
  /** The names of the hosts of the group, such as `algo-1`. */
  readonly hosts: readonly string[]
}
