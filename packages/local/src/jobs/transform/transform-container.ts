import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { commands, containerPaths, environmentVariables } from '@byo/container-kit/contract'
import { JobError } from '../../errors.ts'
import type { ContainerRequest } from '../../runners/runner.ts'
import { requireImage } from '../hosting/container-request.ts'
import { type ContainerDefinition, containerNames, containersOf } from '../hosting/model.ts'
import { type ServingContainer, startHealthy } from '../hosting/start-healthy.ts'
import { unpackModel } from '../hosting/unpack-model.ts'
import type { Platform } from '../platform.ts'
import { awsEnvironment } from '../program-environment.ts'
import type { TransformJob } from './transform-job.ts'

/** The log group of all transform jobs. */
export const transformLogGroup = '/aws/sagemaker/TransformJobs'

/** One container of an instance, and where it has its place. */
export interface TransformPlace {
  readonly job: TransformJob
  /** Which of the model's containers, from 0. */
  readonly at: number
  /** The log stream of its instance. */
  readonly stream: string
  /** The container's own. */
  readonly folder: string
}

/**
 * Unpacks a container's model, starts it and waits until it is healthy.
 *
 * @throws JobError when it does not become healthy; it is gone then.
 */
export async function startTransformContainer(
  platform: Platform,
  place: TransformPlace,
  signal: AbortSignal,
): Promise<ServingContainer> {
  const containers = containersOf(place.job.model)
  const definition = containers[place.at] as ContainerDefinition
  const name = containerNames(containers)[place.at] as string
  const stream = containers.length === 1 ? place.stream : `${place.stream}/${name}`
  const request = containerRequest(platform, place, definition, stream)
  const { modelDir } = containerPaths(request.optMl)
  await mkdir(modelDir, { recursive: true })
  await unpackModel(platform.objectStore, definition, modelDir, signal)
  const timeoutMilliseconds = platform.times.startupTimeout
  const started = await startHealthy(platform, request, { timeoutMilliseconds, signal })
  if (started.outcome === 'healthy') return started.container
  throw started.outcome === 'timed-out' ? neverHealthy(name) : ended(name, started.exitCode)
}

function containerRequest(
  platform: Platform,
  { job, at, folder }: TransformPlace,
  definition: ContainerDefinition,
  streamName: string,
): ContainerRequest {
  const stream = platform.logs.open(job.region, transformLogGroup, streamName)
  const networkIsolation = job.model.request.EnableNetworkIsolation
  return {
    image: requireImage(platform, job.images[at] as string),
    arguments: [commands.serve],
    environment: {
      ...(networkIsolation ? {} : awsEnvironment(platform, job.region)),
      ...definition.Environment,
      ...job.request.Environment,
      ...batchEnvironment(job),
    },
    optMl: join(folder, 'ml'),
    scratch: join(folder, 'scratch'),
    serves: true,
    networkIsolation,
    onLine: (line) => stream.append(line),
  }
}

/** What tells a container that it is in a batch transform; it is told those settings only that the job has. */
function batchEnvironment({ request }: TransformJob): Record<string, string> {
  const { MaxPayloadInMB, BatchStrategy, MaxConcurrentTransforms } = request
  return {
    [environmentVariables.batch]: 'true',
    ...(MaxPayloadInMB !== undefined && {
      [environmentVariables.maxPayloadInMb]: String(MaxPayloadInMB),
    }),
    ...(BatchStrategy && {
      [environmentVariables.batchStrategy]:
        BatchStrategy === 'SingleRecord' ? 'SINGLE_RECORD' : 'MULTI_RECORD',
    }),
    ...(MaxConcurrentTransforms && {
      [environmentVariables.maxConcurrentTransforms]: String(MaxConcurrentTransforms),
    }),
  }
}

function neverHealthy(name: string): JobError {
  return new JobError(
    undefined,
    `AlgorithmError: The ${name} container did not pass the ping health check. Please check CloudWatch logs for this transform job.`,
  )
}

function ended(name: string, exitCode: number): JobError {
  return new JobError(
    'CannotStartContainerError',
    `Please ensure the model container starts correctly when invoked with 'docker run <image> serve'. The ${name} container ended with exit code ${exitCode} before it was healthy; CloudWatch has its logs.`,
  )
}
