import { JobError } from '../../errors.ts'
import type { JobFault } from '../../faults/fault.ts'
import { failureReasonOf } from '../failure-text.ts'
import type { Platform } from '../platform.ts'
import { provision } from './provision.ts'
import { type AttemptEnd, type Run, runStages } from './run-stages.ts'
import type { Leavings } from './save-artifacts.ts'
import { trainingHosts } from './training-hosts.ts'
import { trainingMachines } from './training-machine.ts'
import { noteInstances } from './training-states.ts'
import { keepCaches } from './warm-pools.ts'

/** Runs a job once, from instances to artifacts, in a folder that is gone afterwards. */
export async function runAttempt(platform: Platform, run: Run): Promise<AttemptEnd> {
  const { job, stop, closing } = run
  try {
    const fault: Partial<JobFault> = platform.faults.takeForJob('training', job.name) ?? {}
    await provision(platform, job, fault, AbortSignal.any([closing, stop]))
    noteInstances(platform, job)
    if (fault.failureReason !== undefined) throw new JobError(undefined, fault.failureReason)
    return await runOnInstances(platform, run, fault.interruptAfterMilliseconds)
  } catch (cause) {
    // Stopped before it was trained: there is nothing to store, and nothing has failed.
    if (stop.aborted && cause === stop.reason) return {}
    return { failure: failureReasonOf(cause) }
  }
}

/** Runs a job on instances that it has, and counts how long it has them. */
async function runOnInstances(
  platform: Platform,
  run: Run,
  interruptAfter: number | undefined,
): Promise<AttemptEnd> {
  const { job } = run
  const began = platform.clock.now().getTime()
  const folder = await platform.makeFolder()
  const leavings: Leavings = {
    folder,
    machines: trainingMachines(trainingHosts(job.request), folder),
  }
  try {
    const isSpot = job.request.EnableManagedSpotTraining
    return await runStages(platform, run, leavings, isSpot ? interruptAfter : undefined)
  } finally {
    job.runMilliseconds += platform.clock.now().getTime() - began
    await keepCaches(platform, job, leavings.machines)
    await platform.removeFolder(folder)
  }
}
