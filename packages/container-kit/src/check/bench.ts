import { isContainerError } from '../errors.ts'
import type { BaseFolder } from './base-folder.ts'
import type { CheckResult, Claim, Outcome } from './check.ts'
import type { ResolvedCheckOptions } from './resolve-options.ts'
import type { Run, Setting, Subject } from './subject.ts'

/** What every check works with. */
export interface Bench {
  readonly subject: Subject
  readonly options: ResolvedCheckOptions
  readonly base: BaseFolder
  readonly signal: AbortSignal
  /** Outcomes in the order in which they came. */
  readonly results: readonly CheckResult[]
  /** Starts what is tried; it is killed with the bench at the latest. */
  start(words: readonly string[], setting?: Omit<Setting, 'base'>): Run
  /** Tries a claim. What cannot even be asked has failed. */
  check(claim: Claim, attempt: () => Outcome | Promise<Outcome>): Promise<void>
  /** Kills what still runs. */
  close(): Promise<void>
}

/** Returns a bench with nothing on it. */
export function createBench(
  parts: Pick<Bench, 'subject' | 'options' | 'base' | 'signal'>,
  onProgress: (title: string) => void,
): Bench {
  const { subject, options, base, signal } = parts
  const results: CheckResult[] = []
  const runs = new Set<Run>()
  return {
    ...parts,
    results,
    start(words, setting) {
      signal.throwIfAborted()
      const env = { ...options.environment, ...setting?.env }
      const run = subject.start(words, { base, ...setting, env })
      runs.add(run)
      // A server that has ended may have left others of its group behind.
      return { ...run, kill: () => run.kill().finally(() => runs.delete(run)) }
    },
    async check(claim, attempt) {
      signal.throwIfAborted()
      onProgress(claim.title)
      const outcome = await tried(attempt, signal)
      results.push({ ...claim, ...outcome })
    },
    async close() {
      await Promise.all([...runs].map((run) => run.kill()))
      runs.clear()
    },
  }
}

async function tried(
  attempt: () => Outcome | Promise<Outcome>,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    return await attempt()
  } catch (error) {
    signal.throwIfAborted()
    // Nothing can be said of a program that is not there.
    if (isContainerError(error)) throw error
    return { outcome: 'fail', seen: error instanceof Error ? error.message : String(error) }
  }
}
