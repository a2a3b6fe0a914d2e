import type { PlatformOptions } from './platform-options.ts'

/** Everything of SageMaker that lives: its resources, the programs that run for them, their logs. */
export interface Platform {
  readonly accountId: string
  /** Kills what runs, removes every working folder, and waits until both are done. */
  close(): Promise<void>
}

/** Makes a platform without any resources. */
export function createPlatform(options: PlatformOptions): Platform {
  return { accountId: options.accountId, close: async () => {} }
}
