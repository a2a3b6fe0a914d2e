import { environmentVariables } from '../contract/environment.ts'
import { limits } from '../contract/limits.ts'
import { type ContainerPaths, containerPaths } from '../contract/paths.ts'
import { ChildProcessError } from '../errors.ts'
import { causesOf, describeError } from '../lifecycle/describe-error.ts'
import { exitCodeOf, exitCodes } from '../lifecycle/exit-codes.ts'
import type { Host } from '../lifecycle/host.ts'
import { reportError } from '../lifecycle/report-error.ts'
import type { Runtime } from '../lifecycle/runtime.ts'
import { orStopped } from '../lifecycle/stop-request.ts'
import { writeFailureFile } from './failure-file.ts'
import { finishOutput } from './finish-output.ts'
import { markSuccess, prepareOutput } from './output-folders.ts'
import { processGroups } from './process-groups.ts'
import { type ContextSettings, trainContext } from './train-context.ts'
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
  const groups = processGroups(host)
  const over = new AbortController()
  const watch = watchForEnd(host, runtime.stopGraceSeconds ?? defaultGraceSeconds, {
    onExit() {
      over.abort()
      groups.kill()
    },
    onEarlyExit(error) {
      reportError(host, error)
      leaveReason(host, paths, error)
    },
  })
  const settings = { stop: watch.stop, groups, over: over.signal }
  const end = await Promise.race([watch.ended, train(program, paths, runtime, settings)])
  watch.release()
  over.abort()
  await groups.end()

  switch (end.kind) {
    case 'trained':
      log.info('training finished')
      return exitCodes.success
    case 'failed':
      reportError(host, end.error)
      // Whoever finds the reason has the whole log.
      await host.flush()
      leaveReason(host, paths, end.error)
      return exitCodeOfError(end.error)
    case 'stopped': {
      const signal = watch.stop.received() ?? 'SIGTERM'
      log.warn(`training was stopped by ${signal} before it finished`)
      return program.stoppedExitCode ?? exitCodeOf(signal)
    }
  }
}

/** Runs the user's function between preparing the folders and checking what it left; never rejects. */
async function train<Hyperparameters, Declared extends string, Streamed extends string>(
  program: TrainProgram<Hyperparameters, Declared, Streamed>,
  paths: ContainerPaths,
  runtime: Runtime,
  settings: ContextSettings,
): Promise<TrainingEnd> {
  const { signal } = settings.stop
  try {
    prepareOutput(paths)
    const context = await orStopped(trainContext(program, paths, runtime, settings), signal)
    signal.throwIfAborted()
    await program.train?.(context)
    await finishOutput(paths, program.emptyModel ?? 'warn', runtime.log)
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

/** Writes the failure file, the last thing that training does. */
function leaveReason(host: Host, paths: ContainerPaths, error: unknown): void {
  try {
    writeFailureFile(paths.failureFile, error)
  } catch (cause) {
    host.stderr(
      `error: The reason could not be written to ${paths.failureFile}. ${describeError(cause)}\n`,
    )
  }
}

/** A program that failed gives its own exit code. */
function exitCodeOfError(error: unknown): number {
  const child = [error, ...causesOf(error)].find((each) => each instanceof ChildProcessError)
  return child?.exitCode ?? exitCodes.failure
}

/** Leaves ten seconds of the platform's grace for the end itself. */
const defaultGraceSeconds = limits.trainingStopGraceSeconds - 10
