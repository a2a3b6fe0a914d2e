import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { JobError } from '../../errors.ts'
import type { Address } from '../../runners/runner.ts'
import { isDiskFull } from '../../state/disk-full.ts'
import { Deadlines } from '../hosting/deadlines.ts'
import type { Platform } from '../platform.ts'
import { formatS3Uri } from '../s3-uri.ts'
import { DataLog } from './data-log.ts'
import type { DataProcessor } from './data-processing.ts'
import { ObjectFailure } from './object-failure.ts'
import { sendBatch, timeoutSeconds } from './send-batch.ts'
import { Slots } from './slots.ts'
import { startTransformInstance, type TransformInstance } from './transform-instance.ts'
import type { TransformJob } from './transform-job.ts'
import { type ObjectTransform, transformObject } from './transform-object.ts'
import { resolveParameters } from './transform-parameters.ts'
import type { TransformTask } from './transform-tasks.ts'

/** What one instance has to do, and whom it tells. */
export interface InstanceWork {
  readonly job: TransformJob
  readonly tasks: readonly TransformTask[]
  readonly processor: DataProcessor | undefined
  /** The instance's own. */
  readonly folder: string
  /** Told how each task went. */
  readonly onEnd: (task: TransformTask, failure: ObjectFailure | undefined) => void
  /** Gives up. */
  readonly signal: AbortSignal
}

/**
 * Starts an instance, has it transform its objects, and ends it.
 *
 * @throws JobError when its containers do not start, or end before all is done.
 */
export async function runInstance(platform: Platform, work: InstanceWork): Promise<void> {
  const instance = await startTransformInstance(platform, work.job, work.folder, work.signal)
  const done = new AbortController()
  try {
    await transformTasks(platform, work, instance, done.signal)
  } finally {
    done.abort()
    await instance.stop()
  }
}

async function transformTasks(
  platform: Platform,
  work: InstanceWork,
  { containers, stream }: TransformInstance,
  done: AbortSignal,
): Promise<void> {
  const { job, tasks, onEnd } = work
  const running = new Set<TransformTask>()
  const died = new AbortController()
  for (const { exited } of containers) {
    void exited.then(({ exitCode }) => died.abort(endedEarly(exitCode, running)))
  }
  const signal = AbortSignal.any([work.signal, died.signal])
  const log = new DataLog(platform, job.region, stream)
  const addresses = containers.map(({ address }) => address)
  const resolved = await resolveParameters(platform, job.request, addresses[0] as Address)
  signal.throwIfAborted()
  const { parameters } = resolved
  job.parameters = parameters
  log.parameters(resolved)

  const timeout = timeoutSeconds(job.request) * 1000
  const deadlines = new Deadlines(platform.clock, timeout, AbortSignal.any([signal, done]))
  const chunked = parameters.maxPayloadInMB === 0
  const sending = { request: job.request, addresses, deadlines, chunked, signal }
  const transform: ObjectTransform = {
    request: job.request,
    parameters,
    processor: work.processor,
    slots: new Slots(parameters.maxConcurrentTransforms),
    send: (batch) => sendBatch(platform, batch, sending),
  }
  const rest = tasks.values()
  const takeRest = async (): Promise<void> => {
    for (const task of rest) {
      running.add(task)
      const failure = await transformTask(platform, task, transform, signal)
      running.delete(task)
      if (failure !== undefined) log.failure(task.input, failure)
      onEnd(task, failure)
    }
  }
  // More than may be sent at once need not be open at once.
  const lanes = Math.min(parameters.maxConcurrentTransforms, tasks.length, mostLanes)
  await Promise.all(Array.from({ length: lanes }, takeRest))
}

/** Objects that are open at a time. */
const mostLanes = 16

/** Transforms one object into its file; gives why that cannot be done, if it is the object's fault. */
async function transformTask(
  platform: Platform,
  task: TransformTask,
  transform: ObjectTransform,
  signal: AbortSignal,
): Promise<ObjectFailure | undefined> {
  const { bucket, key } = task.input
  const object = platform.objectStore.get(bucket, key)
  if (object === undefined) return new ObjectFailure('ClientError', 'It is not there any more.')
  try {
    const output = transformObject(object, transform)
    await pipeline(Readable.from(output), createWriteStream(task.file), { signal })
    return undefined
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof ObjectFailure) return cause
    // Its bytes are gone when it is replaced by another, which counts then.
    const isReplaced = platform.objectStore.get(bucket, key)?.path !== object.path
    if (isReplaced) return transformTask(platform, task, transform, signal)
    if (!isDiskFull(cause)) throw cause
    throw new JobError('ClientError', 'The output could not be kept: insufficient disk space.')
  }
}

function endedEarly(exitCode: number, running: ReadonlySet<TransformTask>): JobError {
  const keys = [...running].map(({ input }) => formatS3Uri(input))
  return new JobError(
    undefined,
    `AlgorithmError: The container ended with exit code ${exitCode} before the job was done. It was transforming ${keys.join(', ') || 'nothing'}. See job logs for more information.`,
  )
}
