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
import type { TrainingJob } from './training-job.ts'
import { advance, complete, fail, requestStop } from './training-states.ts'

/** Why a job failed that ran when the emulator ended. */
export const interrupted =
  'InternalServerError: The local SageMaker was stopped while the job ran. Start the job again.'

/** The log group of all training jobs. */
const trainingLogGroup = '/aws/sagemaker/TrainingJobs'

/** Runs a job from `Starting` to its end, while the caller goes on. */
export function startTrainingJob(platform: Platform, job: TrainingJob, image: StoredImage): void {
  const stop = platform.stopSignals.open(job.arn)
  platform.run(async (closing) => {
    const failure = await runInFolder(platform, { job, image, stop, closing })
    if (failure === undefined) complete(platform, job)
    else fail(platform, job, closing.aborted ? interrupted : failure)
  })
}

/** One run of a job. */
interface Run {
  readonly job: TrainingJob
  readonly image: StoredImage
  /** Aborts when the job is to stop. */
  readonly stop: AbortSignal
  /** Aborts when the platform closes. */
  readonly closing: AbortSignal
}

/** Runs a job in a folder that is gone afterwards and returns why it failed, if it did. */
async function runInFolder(platform: Platform, run: Run): Promise<string | undefined> {
  let folder: string | undefined
  try {
    folder = await platform.makeFolder()
    return await runStages(platform, run, folder)
  } catch (cause) {
    return failureReasonOf(cause)
  } finally {
    if (folder !== undefined) await platform.removeFolder(folder)
  }
}

async function runStages(
  platform: Platform,
  { job, image, stop, closing }: Run,
  folder: string,
): Promise<string | undefined> {
  const { clock, objectStore } = platform
  const baseDir = join(folder, 'ml')
  job.startTime = clock.now().getTime()
  advance(platform, job, 'Downloading')
  await layOutOptMl(baseDir, job.request)
  const halt = AbortSignal.any([closing, stop])
  try {
    await downloadChannels(objectStore, job.request, baseDir, halt)
  } catch (cause) {
    if (!stop.aborted) throw cause
  }
  if (stop.aborted) return undefined

  advance(platform, job, 'Training')
  const request = containerRequest(platform, job, image, folder, baseDir)
  const exitCode = await train(platform, job, request, stop)
  closing.throwIfAborted()

  advance(platform, job, 'Uploading')
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
  stop: AbortSignal,
): Promise<number> {
  const { clock, runner, times } = platform
  const container = await runner.start(request)
  const end = (): void => void container.stop(times.trainingStopGrace)
  if (stop.aborted) end()
  else stop.addEventListener('abort', end, { once: true })

  const ended = new AbortController()
  const limit = job.request.StoppingCondition.MaxRuntimeInSeconds * 1000
  const timeUp = sleepLong(clock, limit, ended.signal).then(
    () => requestStop(platform, job, 'MaxRuntimeExceeded'),
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
  const { request, region, name, arn } = job
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
      ...(request.EnableNetworkIsolation ? {} : awsEnvironment(platform, region)),
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
      readMetrics(line, platform.clock.now().getTime())
    },
  }
}
