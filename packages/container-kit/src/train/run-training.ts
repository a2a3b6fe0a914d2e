import { environmentVariables } from '../contract/environment.ts'
import { limits } from '../contract/limits.ts'
import { type ContainerPaths, containerPaths } from '../contract/paths.ts'
import { describeError } from '../lifecycle/describe-error.ts'
import { exitCodeOf, exitCodes } from '../lifecycle/exit-codes.ts'
import type { Host } from '../lifecycle/host.ts'
import { reportError } from '../lifecycle/report-error.ts'
import type { Runtime } from '../lifecycle/runtime.ts'
import { writeFailureFile } from './failure-file.ts'
import { isEmptyFolder, markSuccess, prepareOutput } from './output-folders.ts'
import { trainContext } from './train-context.ts'
import type { TrainProgram } from './train-program.ts'
import { type TrainingEnd, watchForEnd } from './training-end.ts'

/** Trains once, leaves the mark of success or the reason of failure, and returns the exit code. */
export async function runTraining<
  Hyperparameters,
  Declared extends string,
  Streamed extends string,
>(program: TrainProgram<Hyperparameters, Declared, Streamed>, runtime: Runtime): Promise<number> {
  const { host, log } = runtime
  const paths = containerPaths(host.env[environmentVariables.baseDir])
  const watch = watchForEnd(host, runtime.stopGraceSeconds ?? defaultGraceSeconds, (error) =>
    fail(host, paths, error),
  )
  const end = await Promise.race([watch.ended, train(program, paths, runtime, watch.stop.signal)])
  watch.release()

  switch (end.kind) {
    case 'trained':
      log.info('training finished')
      return exitCodes.success
    case 'failed':
      fail(host, paths, end.error)
      return exitCodes.failure
    case 'stopped': {
      const signal = watch.stop.received() ?? 'SIGTERM'
      log.warn(`training was stopped by ${signal} before it finished`)
      return exitCodeOf(signal)
    }
  }
}

/** Runs the user's function between preparing the folders and checking what it left; never rejects. */
async function train<Hyperparameters, Declared extends string, Streamed extends string>(
  program: TrainProgram<Hyperparameters, Declared, Streamed>,
  paths: ContainerPaths,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<TrainingEnd> {
  try {
    prepareOutput(paths)
    const context = await trainContext(program, paths, runtime, signal)
    signal.throwIfAborted()
    await program.train?.(context)
    if (isEmptyFolder(paths.modelDir)) {
      runtime.log.warn(`training left nothing in ${paths.modelDir}: the model will be empty`)
    }
    markSuccess(paths)
    return { kind: 'trained' }
  } catch (error) {
    if (!signal.aborted) return { kind: 'failed', error }
    if (!isAbort(error, signal)) runtime.log.warn(`after the stop: ${describeError(error)}`)
    return { kind: 'stopped' }
  }
}

/** Says whether an error is nothing but the stop passed on, as such or as Node's own functions do it. */
function isAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError')
}

/** Says on stderr, then in the failure file, why training failed. */
function fail(host: Host, paths: ContainerPaths, error: unknown): void {
  reportError(host, error)
  try {
    writeFailureFile(paths.failureFile, error)
  } catch (cause) {
    host.stderr(
      `error: The reason could not be written to ${paths.failureFile}. ${describeError(cause)}\n`,
    )
  }
}

/** Leaves ten seconds of the platform's grace for the end itself. */
const defaultGraceSeconds = limits.trainingStopGraceSeconds - 10
