import type { Channel, InstanceGroup, ResourceConfig, TrainingRequest } from './training-request.ts'

/** One instance of a training job's cluster. */
export interface TrainingHost {
  /** `algo-1` and so on. */
  readonly name: string
  readonly group: string
  readonly instanceType: string
}

/** What SageMaker calls the one group of a job without groups. */
const homogeneous = 'homogeneousCluster'

/** The instances of a job, counted on from group to group. */
export function trainingHosts({ ResourceConfig: resources }: TrainingRequest): TrainingHost[] {
  return instanceGroups(resources)
    .flatMap(({ InstanceGroupName, InstanceType, InstanceCount }) =>
      Array.from({ length: InstanceCount }, () => ({
        group: InstanceGroupName,
        instanceType: InstanceType,
      })),
    )
    .map((host, i) => ({ name: `algo-${i + 1}`, ...host }))
}

/** The groups of instances; a job without any has one. */
export function instanceGroups(resources: ResourceConfig): readonly InstanceGroup[] {
  const { InstanceGroups, InstanceType = '', InstanceCount = 1 } = resources
  if (InstanceGroups !== undefined && InstanceGroups.length > 0) return InstanceGroups
  return [{ InstanceGroupName: homogeneous, InstanceType, InstanceCount }]
}

/** The hosts that get a channel. */
export function hostsOfChannel(
  { DataSource: { S3DataSource } }: Channel,
  hosts: readonly TrainingHost[],
): readonly TrainingHost[] {
  const groups = S3DataSource.InstanceGroupNames ?? []
  return groups.length === 0 ? hosts : hosts.filter(({ group }) => groups.includes(group))
}

/** The channels that a host gets. */
export function channelsOfHost(
  { InputDataConfig = [] }: TrainingRequest,
  host: TrainingHost,
): readonly Channel[] {
  return InputDataConfig.filter((channel) => hostsOfChannel(channel, [host]).length > 0)
}
