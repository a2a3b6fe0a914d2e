import { newIdentifier } from '../../state/identifiers.ts'
import type { StoredImage } from '../../state/image-store.ts'
import { sleepLong } from '../long-sleep.ts'
import type { Platform } from '../platform.ts'
import { keepCheckpoints } from './keep-checkpoints.ts'
import { createMetricReader } from './metric-reader.ts'
import { type PreparedMachine, prepareMachines } from './prepare-machines.ts'
import { runCluster } from './run-cluster.ts'
import { type Leavings, saveModel, saveOutput } from './save-artifacts.ts'
import type { MetricValue, TrainingJob } from './training-job.ts'
import { advance, requestStop } from './training-states.ts'

/** A job that runs. */
export interface Run {
  readonly job: TrainingJob
  readonly image: StoredImage
  /** Aborts when the job is to stop. */
  readonly stop: AbortSignal
  /** Aborts when the platform closes. */
  readonly closing: AbortSignal
  readonly onMetric: (metric: MetricValue) => void
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
  interruptAfter: number | undefined,
): Promise<AttemptEnd> {
  const { job, stop, closing } = run
  const interrupted = new AbortController()
  const worked = new AbortController()
  limitRuntime(platform, job, worked.signal)
  let failure: string | undefined
  try {
    const prepared = await download(platform, run, leavings)
    failure = await train(platform, run, prepared, { interrupted, after: interruptAfter })
  } finally {
    worked.abort()
  }
  closing.throwIfAborted()
  const isInterrupted = interrupted.signal.aborted && failure === undefined && !stop.aborted
  return isInterrupted ? { interrupted: true } : upload(platform, job, leavings, failure)
}

/** Stops a job whose time is up, counted over all attempts. */
function limitRuntime(platform: Platform, job: TrainingJob, worked: AbortSignal): void {
  const limit = job.request.StoppingCondition.MaxRuntimeInSeconds * 1000 - job.runMilliseconds
  void sleepLong(platform.clock, limit, worked).then(
    () => requestStop(platform, job, 'MaxRuntimeExceeded'),
    () => {},
  )
}

/** Puts what the job needs on its machines. */
async function download(
  platform: Platform,
  { job, stop, closing }: Run,
  { machines }: Leavings,
): Promise<readonly PreparedMachine[]> {
  advance(platform, job, 'Downloading')
  const halted = AbortSignal.any([closing, stop])
  const prepared = await prepareMachines(platform, job, machines, halted)
  halted.throwIfAborted()
  return prepared
}

/** When instances are taken away, if at all, and what is told of it. */
interface Interruption {
  readonly interrupted: AbortController
  /** Milliseconds. */
  readonly after: number | undefined
}

/** Trains; returns why the program failed, if it did. */
async function train(
  platform: Platform,
  { job, image, stop, onMetric }: Run,
  machines: readonly PreparedMachine[],
  { interrupted, after }: Interruption,
): Promise<string | undefined> {
  advance(platform, job, 'Training')
  const metrics = createMetricReader(job, onMetric)
  const facts = { image, clusterId: newIdentifier(), onLine: metrics.read }
  const checkpoints = machines.flatMap((machine) => machine.checkpoints ?? [])
  const end = AbortSignal.any([stop, interrupted.signal])
  const trained = new AbortController()
  const interrupt = (): void => {
    advance(platform, job, 'Interrupted')
    interrupted.abort()
  }
  if (after !== undefined) {
    void sleepLong(platform.clock, after, trained.signal).then(interrupt, () => {})
  }
  return keepCheckpoints(platform.clock, checkpoints, async () => {
    try {
      return await runCluster(platform, job, machines, facts, end)
    } finally {
      trained.abort()
      metrics.flush()
    }
  })
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
