import type { Clock } from '../../state/clock.ts'
import type { CheckpointSync } from './checkpoint-sync.ts'

/** How often checkpoints are looked at: a file is stored when two looks at it are the same. */
const lookMilliseconds = 500

/**
 * Keeps checkpoints in step with S3 while work runs, and brings there what is left of them when it has ended, however it
 * ends.
 *
 * @throws JobError when what is left cannot be stored.
 */
export async function keepCheckpoints<Result>(
  clock: Clock,
  checkpoints: readonly CheckpointSync[],
  work: () => Promise<Result>,
): Promise<Result> {
  const ended = new AbortController()
  const keeping = checkpoints.map((sync) => keep(clock, sync, ended.signal))
  try {
    return await work()
  } finally {
    ended.abort()
    await Promise.all(keeping)
    for (const sync of checkpoints) await sync.store({ last: true })
  }
}

async function keep(clock: Clock, sync: CheckpointSync, ended: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await clock.sleep(lookMilliseconds, ended)
    } catch {
      return
    }
    // What cannot be stored now is tried again; the last time tells.
    await sync.store({ last: false }).catch(() => {})
  }
}
