import { onExit, readOutputWishes, standardError } from '../environment.ts'
import { every, systemRuntime } from '../runtime.ts'
import type { StepEvent } from '../train-and-deploy/events.ts'
import { jsonProgress } from './json-progress.ts'
import { lineProgress } from './line-progress.ts'
import { liveProgress } from './live-progress.ts'
import type { ProgressStream, ProgressSurroundings } from './progress-stream.ts'
import { runSummary } from './run-summary.ts'

/**
 * How `consoleProgress` shows what happens; all optional.
 *
 * @public
 */
export interface ConsoleProgressOptions {
  /**
   * `live` redraws a line for each running step, `lines` prints a line when something has happened,
   * `json` prints each event as one JSON object a line.
   *
   * @defaultValue `live` in a terminal, unless `CI` is set; otherwise `lines`
   */
  readonly format?: 'live' | 'lines' | 'json' | undefined
  /**
   * Ends a run with a table of all that was made, with ARNs, and of the times; for people only.
   *
   * @defaultValue true
   */
  readonly summary?: boolean | undefined
  /** Where it goes. @defaultValue standard error */
  readonly stream?: ProgressStream | undefined
}

/**
 * A ready `onEvent` of `trainAndDeploy`, also by the short name `progress`. It tells of each step with
 * its time, and at the end of all that was made, with ARNs, and of the seconds that training costs.
 * `NO_COLOR` takes the colours away; a process that has nothing else to do is not kept up.
 *
 * @public
 * @example
 * ```ts
 * import { consoleProgress, trainAndDeploy } from '@byo/core'
 *
 * await using endpoint = await trainAndDeploy({
 *   program: 'dist/container.mjs',
 *   trainingData: { train: 'iris.csv' },
 *   onEvent: consoleProgress(),
 * })
 * ```
 */
export function consoleProgress(options: ConsoleProgressOptions = {}): (event: StepEvent) => void {
  const { now } = systemRuntime
  return consoleProgressIn({ wishes: readOutputWishes(), now, every, onExit }, options)
}

/** The same with everything that comes from outside as an argument. @internal */
export function consoleProgressIn(
  surroundings: ProgressSurroundings,
  { stream = standardError(), format, summary = true }: ConsoleProgressOptions,
): (event: StepEvent) => void {
  const summarise = summary ? runSummary() : () => ''
  const isLive = stream.isTTY === true && surroundings.wishes.live
  switch (format ?? (isLive ? 'live' : 'lines')) {
    case 'live':
      return liveProgress(stream, summarise, surroundings)
    case 'lines':
      return lineProgress(stream, summarise)
    case 'json':
      return jsonProgress(stream, surroundings.now)
  }
}
