import type { Log } from '../logging/log.ts'
import type { Host } from './host.ts'

/** What training and serving run in. */
export interface Runtime {
  readonly host: Host
  readonly log: Log
  /** Words after the command. */
  readonly args: readonly string[]
  /** Seconds between a stop signal and the end, if the program names its own. */
  readonly stopGraceSeconds: number | undefined
}
