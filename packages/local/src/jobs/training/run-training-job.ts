import { join } from 'node:path'
import { commands, containerPaths, environmentVariables } from '@byo/container-kit/contract'
import type { ContainerRequest } from '../../runners/runner.ts'
import type { StoredImage } from '../../state/image-store.ts'
import { failureReasonOf } from '../failure-text.ts'
import { sleepLong } from '../long-sleep.ts'
import type { Platform } from '../platform.ts'
import { awsEnvironment } from '../program-environment.ts'
import { downloadChannels } from './download-channels.ts'
import { algorithmError } from './failure-reason.ts'
import { layOutOptMl } from './lay-out-opt-ml.ts'
import { createMetricReader } from './note-metrics.ts'
import { saveModel, saveOutput } from './save-artifacts.ts'
import { advance, complete, fail, requestStop, type TrainingJob } from './training-job.ts'

/** The log group of all training jobs. */
const trainingLogGroup = '/aws/sagemaker/TrainingJobs'

/** Runs a job from `Starting` to its end, while the caller goes on. */
export function startTrainingJob(platform: Platform, job: TrainingJob, image: StoredImage): void {
  platform.run(async (closing) => {
    const failure = await runInFolder(platform, job, image, closing)
    if (failure === undefined) complete(job, platform.clock.now())
    else fail(job, failure, platform.clock.now())
  })
}

/** Runs a job in a folder that is gone afterwards and returns why it failed, if it did. */
async function runInFolder(
  platform: Platform,
  job: TrainingJob,
  image: StoredImage,
  closing: AbortSignal,
): Promise<string | undefined> {
  let folder: string | undefined
  try {
    folder = await platform.makeFolder()
    return await runStages(platform, job, image, folder, closing)
  } catch (cause) {
    return failureReasonOf(cause)
  } finally {
    if (folder !== undefined) await platform.removeFolder(folder)
  }
}

async function runStages(
  platform: Platform,
  job: TrainingJob,
  image: StoredImage,
  folder: string,
  closing: AbortSignal,
): Promise<string | undefined> {
  const { clock, objectStore } = platform
  const baseDir = join(folder, 'ml')
  advance(job, 'Downloading', clock.now())
  job.startTime = clock.now()
  await layOutOptMl(baseDir, job.request)
  const halt = AbortSignal.any([closing, job.stop.signal])
  try {
    await downloadChannels(objectStore, job.request, baseDir, halt)
  } catch (cause) {
    if (!job.stop.signal.aborted) throw cause
  }
  if (job.stop.signal.aborted) return undefined

  advance(job, 'Training', clock.now())
  const exitCode = await train(
    platform,
    job,
    containerRequest(platform, job, image, folder, baseDir),
  )
  closing.throwIfAborted()

  advance(job, 'Uploading', clock.now())
  await saveOutput(objectStore, job.request, baseDir)
  if (exitCode !== 0 && job.stopOutcome === undefined) {
    return algorithmError(containerPaths(baseDir).failureFile, exitCode)
  }
  job.modelArtifacts = await saveModel(objectStore, job.request, baseDir)
  return undefined
}

/** Runs the container to its end, or until the job is stopped or its time is up. */
async function train(
  platform: Platform,
  job: TrainingJob,
  request: ContainerRequest,
): Promise<number> {
  const { clock, runner, times } = platform
  const container = await runner.start(request)
  const stop = (): void => void container.stop(times.trainingStopGrace)
  if (job.stop.signal.aborted) stop()
  else job.stop.signal.addEventListener('abort', stop, { once: true })

  const ended = new AbortController()
  const limit = job.request.StoppingCondition.MaxRuntimeInSeconds * 1000
  const timeUp = sleepLong(clock, limit, ended.signal).then(
    () => requestStop(job, 'MaxRuntimeExceeded', clock.now()),
    () => {},
  )
  const { exitCode } = await container.exited
  ended.abort()
  await timeUp
  return exitCode
}

/** What SageMaker gives the container of a training job. */
function containerRequest(
  platform: Platform,
  job: TrainingJob,
  image: StoredImage,
  folder: string,
  baseDir: string,
): ContainerRequest {
  const { request, scope, region, name, arn } = job
  const { ContainerEntrypoint, ContainerArguments } = request.AlgorithmSpecification
  const started = platform.clock.now().getTime()
  const stream = platform.logs.open(region, trainingLogGroup, `${name}/algo-1-${started}`)
  const readMetrics = createMetricReader(job)
  return {
    image,
    ...(ContainerEntrypoint && { entrypoint: ContainerEntrypoint }),
    // An entrypoint of the job's own comes without `train`.
    arguments: ContainerArguments ?? (ContainerEntrypoint ? [] : [commands.train]),
    environment: {
      ...(request.EnableNetworkIsolation ? {} : awsEnvironment(platform, scope)),
      ...request.Environment,
      [environmentVariables.trainingJobName]: name,
      [environmentVariables.trainingJobArn]: arn,
    },
    optMl: baseDir,
    scratch: join(folder, 'scratch'),
    serves: false,
    networkIsolation: request.EnableNetworkIsolation,
    onLine(line) {
      stream.append(line)
      readMetrics(line, platform.clock.now())
    },
  }
}
