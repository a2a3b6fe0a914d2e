import { failureReasonOf } from '../failure-text.ts'
import type { Platform } from '../platform.ts'
import { type AttemptEnd, type Run, runStages } from './run-stages.ts'
import type { Leavings } from './save-artifacts.ts'
import { trainingHosts } from './training-hosts.ts'
import { trainingMachines } from './training-machine.ts'
import { noteInstances } from './training-states.ts'
import { keepCaches } from './warm-pools.ts'

/** Runs a job once, from instances to artifacts, in a folder that is gone afterwards. */
export async function runAttempt(platform: Platform, run: Run): Promise<AttemptEnd> {
  const { clock } = platform
  const { job } = run
  let leavings: Leavings | undefined
  let began: number | undefined
  try {
    began = clock.now().getTime()
    noteInstances(platform, job)
    const folder = await platform.makeFolder()
    leavings = { folder, machines: trainingMachines(trainingHosts(job.request), folder) }
    return await runStages(platform, run, leavings)
  } catch (cause) {
    return { failure: failureReasonOf(cause) }
  } finally {
    if (began !== undefined) job.runMilliseconds += clock.now().getTime() - began
    if (leavings !== undefined) {
      await keepCaches(platform, job, leavings.machines)
      await platform.removeFolder(leavings.folder)
    }
  }
}
