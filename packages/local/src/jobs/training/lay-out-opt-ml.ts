import { mkdir, writeFile } from 'node:fs/promises'
import {
  channelDir,
  containerPaths,
  type HyperparametersFile,
  type InputDataConfigFile,
  type ResourceConfigFile,
} from '@byo/container-kit/contract'
import type { TrainingRequest } from './training-request.ts'

const host = 'algo-1'
const group = 'homogeneousCluster'

/** Makes the folders of `/opt/ml` and writes the files that tell a container of its job. */
export async function layOutOptMl(baseDir: string, request: TrainingRequest): Promise<void> {
  const paths = containerPaths(baseDir)
  const channels = (request.InputDataConfig ?? []).map(({ ChannelName }) =>
    channelDir(paths, ChannelName),
  )
  for (const folder of [
    paths.inputConfigDir,
    paths.inputDataDir,
    paths.modelDir,
    paths.outputDataDir,
    ...channels,
  ]) {
    await mkdir(folder, { recursive: true })
  }
  await writeJson(paths.hyperparametersFile, hyperparametersFile(request))
  await writeJson(paths.inputDataConfigFile, inputDataConfigFile(request))
  await writeJson(paths.resourceConfigFile, resourceConfigFile(request))
}

function hyperparametersFile({ HyperParameters = {} }: TrainingRequest): HyperparametersFile {
  return HyperParameters
}

function inputDataConfigFile(request: TrainingRequest): InputDataConfigFile {
  const { TrainingInputMode } = request.AlgorithmSpecification
  return Object.fromEntries(
    (request.InputDataConfig ?? []).map((channel) => [
      channel.ChannelName,
      {
        ...(channel.ContentType !== undefined && { ContentType: channel.ContentType }),
        TrainingInputMode: channel.InputMode ?? TrainingInputMode,
        S3DistributionType: channel.DataSource.S3DataSource.S3DataDistributionType,
        RecordWrapperType: channel.RecordWrapperType,
      },
    ]),
  )
}

function resourceConfigFile({ ResourceConfig }: TrainingRequest): ResourceConfigFile {
  const instanceType = ResourceConfig.InstanceType
  return {
    current_host: host,
    current_instance_type: instanceType,
    current_group_name: group,
    hosts: [host],
    instance_groups: [{ instance_group_name: group, instance_type: instanceType, hosts: [host] }],
    network_interface_name: 'eth0',
  }
}

async function writeJson(file: string, value: object): Promise<void> {
  await writeFile(file, JSON.stringify(value))
}
