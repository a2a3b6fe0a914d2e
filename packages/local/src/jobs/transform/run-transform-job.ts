import { setMaxListeners } from 'node:events'
import { createReadStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { cutText, failureReasonOf } from '../failure-text.ts'
import { upload } from '../files/upload-folder.ts'
import type { Platform } from '../platform.ts'
import { formatS3Uri } from '../s3-uri.ts'
import { createDataProcessor } from './data-processing.ts'
import { meetTransformFault } from './meet-transform-fault.ts'
import type { ObjectFailure } from './object-failure.ts'
import { runInstance } from './run-instance.ts'
import type { TransformJob } from './transform-job.ts'
import { endTransform, noteTransformStart } from './transform-states.ts'
import { listTasks, type TransformTask } from './transform-tasks.ts'

/** Why a job failed that ran when the emulator ended. */
export const transformInterrupted =
  'InternalServerError: The local SageMaker was stopped while the job ran. Start the job again.'

/** Runs a transform job to its end, while the caller goes on. */
export function startTransformJob(platform: Platform, job: TransformJob): void {
  const stop = platform.stopSignals.open(job.arn)
  platform.run(async (closing) => {
    const signal = AbortSignal.any([closing, stop])
    // Each request and each object listens.
    setMaxListeners(0, signal)
    let folder: string | undefined
    try {
      folder = await platform.makeFolder()
      const failure = await runInFolder(platform, job, folder, signal)
      endTransform(platform, job, failure === undefined ? 'Completed' : 'Failed', failure)
    } catch (cause) {
      if (closing.aborted) endTransform(platform, job, 'Failed', transformInterrupted)
      else if (stop.aborted) endTransform(platform, job, 'Stopped')
      else endTransform(platform, job, 'Failed', failureReasonOf(cause))
    }
    if (folder !== undefined) await platform.removeFolder(folder)
  })
}

/** Transforms and stores what could be transformed; gives why the job has failed nevertheless. */
async function runInFolder(
  platform: Platform,
  job: TransformJob,
  folder: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const outputs = join(folder, 'outputs')
  await mkdir(outputs)
  const processor = createDataProcessor(job.request)
  await meetTransformFault(platform, job, signal)
  const tasks = await listTasks(platform.objectStore, job.request, outputs)
  signal.throwIfAborted()
  noteTransformStart(platform, job)

  const done = new Set<TransformTask>()
  const failures = new Map<TransformTask, ObjectFailure>()
  const onEnd = (task: TransformTask, failure: ObjectFailure | undefined): void => {
    if (failure === undefined) done.add(task)
    else failures.set(task, failure)
  }
  const broken = new AbortController()
  const either = AbortSignal.any([signal, broken.signal])
  setMaxListeners(0, either)
  const { InstanceCount: count } = job.request.TransformResources
  await Promise.all(
    Array.from({ length: count }, (_, index) =>
      runInstance(platform, {
        job,
        tasks: tasks.filter((_, i) => i % count === index),
        processor,
        folder: join(folder, String(index)),
        onEnd,
        signal: either,
      }).catch((cause: unknown) => broken.abort(cause)),
    ),
  )
  signal.throwIfAborted()
  await storeOutputs(
    platform,
    tasks.filter((task) => done.has(task)),
    signal,
  )
  broken.signal.throwIfAborted()
  return reasonOf(tasks, failures)
}

/** Stores outputs: all of them or, when one cannot be stored or the job is stopped meanwhile, none. */
async function storeOutputs(
  { objectStore }: Platform,
  tasks: readonly TransformTask[],
  signal: AbortSignal,
): Promise<void> {
  const stored: TransformTask[] = []
  try {
    for (const task of tasks) {
      await upload(objectStore, task.output, createReadStream(task.file))
      stored.push(task)
      signal.throwIfAborted()
    }
  } catch (cause) {
    for (const { output } of stored) objectStore.delete(output.bucket, output.key)
    throw cause
  }
}

/** Why a job has failed of which some objects have, if any: the first of them counts. */
function reasonOf(
  tasks: readonly TransformTask[],
  failures: ReadonlyMap<TransformTask, ObjectFailure>,
): string | undefined {
  const task = tasks.find((one) => failures.has(one))
  const failure = task && failures.get(task)
  if (task === undefined || failure === undefined) return undefined
  const others =
    failures.size === 1 ? '' : ` ${failures.size - 1} more of ${tasks.length} objects failed.`
  const dot = failure.message.endsWith('.') ? '' : '.'
  return cutText(
    `${failure.kind}: ${formatS3Uri(task.input)} could not be transformed: ${failure.message}${dot}${others} See job logs for more information.`,
  )
}
