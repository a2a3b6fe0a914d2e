import { mkdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sleepLong } from '../long-sleep.ts'
import type { Platform } from '../platform.ts'
import { containerFolder } from './container-folder.ts'
import type { TrainingJob, WarmPool } from './training-job.ts'
import type { TrainingMachine } from './training-machine.ts'
import type { TrainingRequest } from './training-request.ts'

/** The folder that a pool keeps from job to job. */
export const warmPoolCache = '/opt/ml/sagemaker/warmpoolcache'

/** What warm pools keep: for the ARN of the job that has one, the folder of its caches, one a host. */
export type WarmPoolCaches = Map<string, string>

/** Takes over the instances of a job that left some of the same kind, or notes that this one is to leave them. */
export function joinWarmPool(platform: Platform, job: TrainingJob): void {
  const keepAliveSeconds = job.request.ResourceConfig.KeepAlivePeriodInSeconds ?? 0
  const free = platform.trainingJobs
    .list(job.region)
    .find((other) => other.warmPool?.status === 'Available' && isAlike(other.request, job.request))
  if (free === undefined && keepAliveSeconds === 0) return
  job.warmPool = { status: 'InUse', keepAliveSeconds }
  if (free === undefined) return
  const folder = platform.warmPools.get(free.arn)
  platform.warmPools.delete(free.arn)
  if (folder !== undefined) platform.warmPools.set(job.arn, folder)
  settle(platform, free, { status: 'Reused', reusedByJob: job.name })
}

/** Puts what the pool has kept into the folders of machines that start. */
export async function placeCaches(
  platform: Platform,
  job: TrainingJob,
  machines: readonly TrainingMachine[],
): Promise<void> {
  if (job.warmPool === undefined) return
  const folder = platform.warmPools.get(job.arn)
  for (const machine of machines) {
    const cache = containerFolder(machine.baseDir, warmPoolCache)
    await mkdir(dirname(cache), { recursive: true })
    if (folder !== undefined) await rename(join(folder, machine.host.name), cache)
    else await mkdir(cache)
  }
}

/** Takes it out again before those folders are removed. */
export async function keepCaches(
  platform: Platform,
  job: TrainingJob,
  machines: readonly TrainingMachine[],
): Promise<void> {
  if (job.warmPool === undefined) return
  const folder = platform.warmPools.get(job.arn) ?? (await platform.makeFolder())
  platform.warmPools.set(job.arn, folder)
  for (const { host, baseDir } of machines) {
    const kept = join(folder, host.name)
    // A program may have removed the folder; one that never started may have none.
    await rename(containerFolder(baseDir, warmPoolCache), kept).catch(() => mkdir(kept))
  }
}

/** Leaves the instances of a job that has ended for others; not if they may have been the reason. */
export function leaveWarmPool(platform: Platform, job: TrainingJob): void {
  if (job.warmPool === undefined) return
  const isSound = !/^(?:InternalServer|Capacity)Error/.test(job.failureReason ?? '')
  if (!isSound || job.warmPool.keepAliveSeconds === 0) {
    settle(platform, job, { status: 'Terminated' })
    return
  }
  job.warmPool = {
    ...job.warmPool,
    status: 'Available',
    availableSince: platform.clock.now().getTime(),
  }
  platform.trainingJobs.save(job)
  platform.run((closing) => terminateInTime(platform, job, closing))
}

/** Changes how long a pool stays, counted from when it was left. */
export function keepWarmPool(platform: Platform, job: TrainingJob, seconds: number): void {
  if (job.warmPool === undefined) return
  job.warmPool = { ...job.warmPool, keepAliveSeconds: seconds }
  platform.trainingJobs.save(job)
  if (job.warmPool.status !== 'Available') return
  if (restOf(platform, job) <= 0) settle(platform, job, { status: 'Terminated' })
  else platform.run((closing) => terminateInTime(platform, job, closing))
}

/** Ends a pool whose instances are gone. */
export function loseWarmPool(platform: Platform, job: TrainingJob): void {
  const { status } = job.warmPool ?? {}
  if (status === 'Available' || status === 'InUse') settle(platform, job, { status: 'Terminated' })
}

/** Several may wait for one pool, where its time was changed: whichever finds it over ends it. */
async function terminateInTime(
  platform: Platform,
  job: TrainingJob,
  closing: AbortSignal,
): Promise<void> {
  try {
    await sleepLong(platform.clock, restOf(platform, job), closing)
  } catch {
    return
  }
  const isOver = job.warmPool?.status === 'Available' && restOf(platform, job) <= 0
  if (isOver) settle(platform, job, { status: 'Terminated' })
}

/** Milliseconds that an available pool still has. */
function restOf({ clock }: Platform, { warmPool }: TrainingJob): number {
  const { availableSince = 0, keepAliveSeconds = 0 } = warmPool ?? {}
  return availableSince + keepAliveSeconds * 1000 - clock.now().getTime()
}

/** Ends a job's hold on its pool, with the time for which it was kept for nobody. */
function settle(platform: Platform, job: TrainingJob, changes: Partial<WarmPool>): void {
  if (job.warmPool === undefined) return
  const now = platform.clock.now().getTime()
  const retained = now - (job.warmPool.availableSince ?? now)
  job.warmPool = { ...job.warmPool, retainedSeconds: Math.ceil(retained / 1000), ...changes }
  platform.trainingJobs.save(job)
  const folder = platform.warmPools.get(job.arn)
  platform.warmPools.delete(job.arn)
  if (folder !== undefined) platform.run(() => platform.removeFolder(folder))
}

/** Whether a job can run on what another has left: all that belongs to the instances must be the same. */
function isAlike(left: TrainingRequest, right: TrainingRequest): boolean {
  return !right.EnableManagedSpotTraining && instancesOf(left) === instancesOf(right)
}

function instancesOf(request: TrainingRequest): string {
  const { InstanceType, InstanceCount, InstanceGroups, VolumeSizeInGB, VolumeKmsKeyId } =
    request.ResourceConfig
  return JSON.stringify([
    [request.RoleArn, InstanceType, InstanceCount, InstanceGroups ?? []],
    [VolumeSizeInGB, VolumeKmsKeyId ?? '', request.VpcConfig],
    request.EnableInterContainerTrafficEncryption,
    request.EnableNetworkIsolation,
    request.SessionChainingConfig?.EnableSessionTagChaining ?? false,
  ])
}
