import { commands, environmentVariables } from '@byo/container-kit/contract'
import type { ContainerRequest } from '../../runners/runner.ts'
import type { StoredImage } from '../../state/image-store.ts'
import type { Platform } from '../platform.ts'
import { awsEnvironment } from '../program-environment.ts'
import type { Time } from '../resource.ts'
import { metricsFolder } from './lay-out-opt-ml.ts'
import type { TrainingJob } from './training-job.ts'
import type { TrainingMachine } from './training-machine.ts'
import { warmPoolCache } from './warm-pools.ts'

/** The log group of all training jobs. */
const trainingLogGroup = '/aws/sagemaker/TrainingJobs'

/** What all containers of one run of a job share. */
export interface ClusterFacts {
  readonly image: StoredImage
  /** Unique among all runs. */
  readonly clusterId: string
  /** Takes each line of the job's output. */
  readonly onLine: (line: string, time: Time) => void
}

/** What SageMaker gives the container of one host. */
export function trainingContainer(
  platform: Platform,
  job: TrainingJob,
  { host, hosts, baseDir, scratch }: TrainingMachine,
  { image, clusterId, onLine }: ClusterFacts,
): ContainerRequest {
  const { request, region, name } = job
  const { ContainerEntrypoint, ContainerArguments } = request.AlgorithmSpecification
  const started = platform.clock.now().getTime()
  const stream = platform.logs.open(region, trainingLogGroup, `${name}/${host.name}-${started}`)
  return {
    image,
    ...(ContainerEntrypoint && { entrypoint: ContainerEntrypoint }),
    // An entrypoint of the job's own comes without `train`.
    arguments: ContainerArguments ?? (ContainerEntrypoint ? [] : [commands.train]),
    environment: environmentOf(platform, job),
    optMl: baseDir,
    scratch,
    serves: false,
    ...(hosts.length > 1 && {
      cluster: { id: clusterId, hosts: hosts.map((one) => one.name), host: host.name },
    }),
    networkIsolation: request.EnableNetworkIsolation,
    onLine(line) {
      stream.append(line)
      onLine(line, platform.clock.now().getTime())
    },
  }
}

/** The job's own variables between those that it may change and those that it may not. */
function environmentOf(platform: Platform, job: TrainingJob): Record<string, string> {
  const { request, region, name, arn } = job
  return {
    [environmentVariables.region]: region,
    ...(request.EnableNetworkIsolation ? {} : awsEnvironment(platform, region)),
    // As seen in real jobs: no GPU, and the interface that the hosts talk over.
    NVIDIA_VISIBLE_DEVICES: 'void',
    DMLC_INTERFACE: 'eth0',
    ...request.Environment,
    [environmentVariables.metricsDirectory]: metricsFolder,
    [environmentVariables.trainingJobName]: name,
    [environmentVariables.trainingJobArn]: arn,
    ...(job.warmPool && { [environmentVariables.warmPoolCacheDir]: warmPoolCache }),
  }
}
