import { mkdir, writeFile } from 'node:fs/promises'
import {
  channelDir,
  containerPaths,
  type HyperparametersFile,
  type InputDataConfigFile,
  type ResourceConfigFile,
} from '@byo/container-kit/contract'
import { containerFolder } from './container-folder.ts'
import { channelsOfHost, type TrainingHost } from './training-hosts.ts'
import { inputModeOf, type TrainingRequest } from './training-request.ts'

/** A host, and all of its cluster. */
export interface HostPlace {
  readonly host: TrainingHost
  readonly hosts: readonly TrainingHost[]
}

/** Where file metrics are written, as seen in real jobs. */
export const metricsFolder = '/opt/ml/output/metrics/sagemaker'

/** Makes the folders of `/opt/ml` and writes the files that tell a container of its job. */
export async function layOutOptMl(
  baseDir: string,
  request: TrainingRequest,
  place: HostPlace,
): Promise<void> {
  const paths = containerPaths(baseDir)
  const { CheckpointConfig: checkpoints } = request
  const folders = channelsOfHost(request, place.host)
    .filter((channel) => inputModeOf(request, channel) !== 'Pipe')
    .map(({ ChannelName }) => channelDir(paths, ChannelName))
  for (const folder of [
    paths.inputConfigDir,
    paths.inputDataDir,
    paths.modelDir,
    paths.outputDataDir,
    containerFolder(baseDir, metricsFolder),
    ...folders,
    ...(checkpoints ? [containerFolder(baseDir, checkpoints.LocalPath)] : []),
  ]) {
    await mkdir(folder, { recursive: true })
  }
  await writeJson(paths.hyperparametersFile, hyperparametersFile(request))
  await writeJson(paths.inputDataConfigFile, inputDataConfigFile(request, place.host))
  await writeJson(paths.resourceConfigFile, resourceConfigFile(place))
}

function hyperparametersFile({ HyperParameters = {} }: TrainingRequest): HyperparametersFile {
  return HyperParameters
}

function inputDataConfigFile(request: TrainingRequest, host: TrainingHost): InputDataConfigFile {
  return Object.fromEntries(
    channelsOfHost(request, host).map((channel) => [
      channel.ChannelName,
      {
        ...(channel.ContentType !== undefined && { ContentType: channel.ContentType }),
        TrainingInputMode: inputModeOf(request, channel),
        S3DistributionType: channel.DataSource.S3DataSource.S3DataDistributionType,
        RecordWrapperType: channel.RecordWrapperType,
      },
    ]),
  )
}

function resourceConfigFile({ host, hosts }: HostPlace): ResourceConfigFile {
  const groups = [...new Map(hosts.map((one) => [one.group, one])).values()]
  return {
    current_host: host.name,
    current_instance_type: host.instanceType,
    current_group_name: host.group,
    hosts: namesOf(hosts),
    instance_groups: groups.map(({ group, instanceType }) => ({
      instance_group_name: group,
      instance_type: instanceType,
      hosts: namesOf(hosts.filter((one) => one.group === group)),
    })),
    network_interface_name: 'eth0',
  }
}

/** Sorted as text: `algo-10` comes before `algo-2`. */
function namesOf(hosts: readonly TrainingHost[]): readonly string[] {
  return hosts.map(({ name }) => name).sort()
}

async function writeJson(file: string, value: object): Promise<void> {
  await writeFile(file, JSON.stringify(value))
}
