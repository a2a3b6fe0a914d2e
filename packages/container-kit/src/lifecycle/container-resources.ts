// What Linux lets the groups of processes (cgroups) have that this process is in, each within its parents' share:
//
//              version 2                        version 1
//   processor  cpu.max "150000 100000": 1.5     cpu.cfs_quota_us 150000, cpu.cfs_period_us 100000
//              "max 100000": no limit           -1: no limit
//   memory     memory.max bytes or "max"        memory.limit_in_bytes, close to 2^63: no limit
//
// Source: the Linux kernel's documentation, admin-guide/cgroup-v2, admin-guide/cgroup-v1/memory, scheduler/sched-bwc.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** How much of its machine a container may use. */
export interface ContainerResources {
  /** Processors, with a fraction; Infinity without a limit. */
  readonly cpus: number
  /** Infinity without a limit. */
  readonly memoryBytes: number
}

/** Reads what a container may use; `root` is `/` but in tests. */
export function readContainerResources(root: string): ContainerResources {
  const ownGroups = textAt(join(root, 'proc/self/cgroup')) ?? ''
  const cgroups = join(root, 'sys/fs/cgroup')
  const cpuFolders = groupFolders(cgroups, 'cpu', ownGroups)
  const memoryFolders = groupFolders(cgroups, 'memory', ownGroups)
  return {
    cpus: Math.min(...cpuFolders.map(cpusOf)),
    memoryBytes: Math.min(...memoryFolders.map(memoryOf)),
  }
}

/** The folders of the groups that a process is in and of all above them, by either version. */
function groupFolders(cgroups: string, controller: string, ownGroups: string): string[] {
  // A line is "number:controllers:path"; version 2 has one, "0::path".
  const paths = [...ownGroups.matchAll(/^\d+:([^:]*):\/(.*)$/gm)]
    .filter(([, names]) => names === '' || names!.split(',').includes(controller))
    .flatMap(([, , path]) => withParents(path!))
  return ['', controller].flatMap((mount) =>
    ['', ...paths].map((path) => join(cgroups, mount, path)),
  )
}

/** A path and each above it: a/b, a. */
function withParents(path: string): string[] {
  const names = path.split('/')
  return names.map((_, depth) => names.slice(0, depth + 1).join('/'))
}

function cpusOf(folder: string): number {
  const [quota, period] = textAt(join(folder, 'cpu.max'))?.split(' ') ?? [
    textAt(join(folder, 'cpu.cfs_quota_us')),
    textAt(join(folder, 'cpu.cfs_period_us')),
  ]
  const cpus = Number(quota) / Number(period)
  return cpus > 0 ? cpus : Number.POSITIVE_INFINITY
}

function memoryOf(folder: string): number {
  const bytes = Number(
    textAt(join(folder, 'memory.max')) ?? textAt(join(folder, 'memory.limit_in_bytes')),
  )
  return bytes > 0 && bytes <= Number.MAX_SAFE_INTEGER ? bytes : Number.POSITIVE_INFINITY
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}
