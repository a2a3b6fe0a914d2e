import { join } from 'node:path'
import type { HostPlace } from './lay-out-opt-ml.ts'
import type { TrainingHost } from './training-hosts.ts'

/** One instance of a running job: a host and its folders on this machine. */
export interface TrainingMachine extends HostPlace {
  /** What its container sees as `/opt/ml`. */
  readonly baseDir: string
  /** Whatever else its container needs. */
  readonly scratch: string
}

/** The machines of a cluster, each in a folder of its own below that of the run. */
export function trainingMachines(
  hosts: readonly TrainingHost[],
  folder: string,
): readonly TrainingMachine[] {
  return hosts.map((host) => ({
    host,
    hosts,
    baseDir: join(folder, host.name, 'ml'),
    scratch: join(folder, host.name, 'scratch'),
  }))
}
