// How many threads a process may keep busy: what the machine has, and within a container no more than
// the container may use. Linux hands out processor time to groups of processes (cgroups), each within
// its parents' share: so many microseconds of it in each period.
//
//   version 2   cpu.max               "150000 100000": 1.5 processors; "max 100000": no limit
//   version 1   cpu.cfs_quota_us      150000; −1: no limit
//               cpu.cfs_period_us     100000
//
// Source: the Linux kernel's documentation, admin-guide/cgroup-v2 and scheduler/sched-bwc.
import type { Host } from './host.ts'

/** Where cgroups are found: version 2, or the controller of processors of version 1. */
const mounts = ['/sys/fs/cgroup', '/sys/fs/cgroup/cpu', '/sys/fs/cgroup/cpu,cpuacct'] as const

/**
 * The number of threads to use where nobody says: those of the machine, at most the container's quota,
 * at least 1. A quota of 1.5 processors gives 2: one thread would leave a third of it unused.
 */
export function defaultThreads({
  parallelism,
  readText,
}: Pick<Host, 'parallelism' | 'readText'>): number {
  const quotas = groupFolders(readText('/proc/self/cgroup') ?? '').map((folder) =>
    quotaOf(folder, readText),
  )
  return Math.max(1, Math.ceil(Math.min(parallelism, ...quotas)))
}

/** The folders of the groups that a process is in, and of all above them. */
function groupFolders(ownGroups: string): readonly string[] {
  // A line is "number:controllers:path"; version 2 has one, "0::path".
  const paths = [...ownGroups.matchAll(/^\d+:([^:]*):(\/.*)$/gm)]
    .filter(([, controllers]) => controllers === '' || controllers.split(',').includes('cpu'))
    .flatMap(([, , path]) => withParents(path))
  return mounts.flatMap((mount) => [...new Set(['', ...paths])].map((path) => mount + path))
}

/** A path and each above it but the root: /a/b, /a. */
function withParents(path: string): readonly string[] {
  const names = path.split('/').filter((name) => name !== '')
  return names.map((_, depth) => `/${names.slice(0, depth + 1).join('/')}`)
}

/** The processors that a group may use; Infinity where it has no limit. */
function quotaOf(folder: string, readText: Host['readText']): number {
  const [quota, period] =
    readText(`${folder}/cpu.max`)?.trim().split(' ') ??
    ['cpu.cfs_quota_us', 'cpu.cfs_period_us'].map((name) => readText(`${folder}/${name}`)?.trim())
  const share = Number(quota) / Number(period)
  return share > 0 ? share : Number.POSITIVE_INFINITY
}
