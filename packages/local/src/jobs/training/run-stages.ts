import { newIdentifier } from '../../state/identifiers.ts'
import type { StoredImage } from '../../state/image-store.ts'
import { sleepLong } from '../long-sleep.ts'
import type { Platform } from '../platform.ts'
import { keepCheckpoints } from './keep-checkpoints.ts'
import { createMetricReader } from './metric-reader.ts'
import { prepareMachines } from './prepare-machines.ts'
import { runCluster } from './run-cluster.ts'
import { type Leavings, saveModel, saveOutput } from './save-artifacts.ts'
import type { TrainingJob } from './training-job.ts'
import { advance, requestStop } from './training-states.ts'

/** A job that runs. */
export interface Run {
  readonly job: TrainingJob
  readonly image: StoredImage
  /** Aborts when the job is to stop. */
  readonly stop: AbortSignal
  /** Aborts when the platform closes. */
  readonly closing: AbortSignal
}

/** How an attempt to run a job ended; with neither member well, or as it was told to. */
export interface AttemptEnd {
  readonly failure?: string
  /** Whether its instances were taken away. */
  readonly interrupted?: boolean
}

/** Takes a job through its stages on its instances. */
export async function runStages(
  platform: Platform,
  run: Run,
  leavings: Leavings,
): Promise<AttemptEnd> {
  const { job, stop, closing } = run
  const interrupted = new AbortController()
  const worked = new AbortController()
  limitRuntime(platform, job, worked.signal)
  let failure: string | undefined
  try {
    failure = await trainOn(platform, run, leavings, interrupted.signal)
  } catch (cause) {
    // Stopped before it was trained: there is nothing to store.
    if (cause !== stop.reason) throw cause
    return {}
  } finally {
    worked.abort()
  }
  closing.throwIfAborted()
  if (interrupted.signal.aborted && !stop.aborted) return { interrupted: true }
  return upload(platform, job, leavings, failure)
}

/** Stops a job whose time is up, counted over all attempts. */
function limitRuntime(platform: Platform, job: TrainingJob, worked: AbortSignal): void {
  const limit = job.request.StoppingCondition.MaxRuntimeInSeconds * 1000 - job.runMilliseconds
  void sleepLong(platform.clock, limit, worked).then(
    () => requestStop(platform, job, 'MaxRuntimeExceeded'),
    () => {},
  )
}

/** Downloads what the job needs and trains; returns why its program failed, if it did. */
async function trainOn(
  platform: Platform,
  { job, image, stop, closing }: Run,
  { machines }: Leavings,
  interrupted: AbortSignal,
): Promise<string | undefined> {
  advance(platform, job, 'Downloading')
  const halted = AbortSignal.any([closing, stop])
  const prepared = await prepareMachines(platform, job, machines, halted)
  halted.throwIfAborted()

  advance(platform, job, 'Training')
  const metrics = createMetricReader(job)
  const facts = { image, clusterId: newIdentifier(), onLine: metrics.read }
  const checkpoints = prepared.flatMap((machine) => machine.checkpoints ?? [])
  const end = AbortSignal.any([stop, interrupted])
  try {
    return await keepCheckpoints(platform.clock, checkpoints, () =>
      runCluster(platform, job, prepared, facts, end),
    )
  } finally {
    metrics.flush()
  }
}

/** Stores what the job has left: the model unless its program failed by itself, other output in any case. */
async function upload(
  platform: Platform,
  job: TrainingJob,
  leavings: Leavings,
  failure: string | undefined,
): Promise<AttemptEnd> {
  const { objectStore } = platform
  advance(platform, job, 'Uploading')
  try {
    await saveOutput(objectStore, job.request, leavings)
  } catch (cause) {
    // Why a program failed matters more than why what it left cannot be kept.
    if (failure === undefined) throw cause
  }
  if (failure !== undefined && job.stopOutcome === undefined) return { failure }
  job.modelArtifacts = await saveModel(objectStore, job.request, leavings)
  return {}
}
