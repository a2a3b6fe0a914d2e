import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { ChildProcessError } from '../errors.ts'
import { describeError } from '../lifecycle/describe-error.ts'
import type { Host } from '../lifecycle/host.ts'
import { onAbort } from '../lifecycle/on-abort.ts'
import type { StopRequest } from '../lifecycle/stop-request.ts'
import { forwardLines } from './forward-lines.ts'
import type { ProcessGroups } from './process-groups.ts'
import { type StderrTail, stderrTail } from './stderr-tail.ts'

/**
 * How a program is run.
 *
 * @public
 */
export interface RunOptions {
  /**
   * Environment variables on top of the container's own and those of AWS's training toolkit (`SM_*`); undefined takes one
   * away.
   *
   * @defaultValue none
   */
  readonly env?: Readonly<Record<string, string | undefined>>
  /**
   * The folder to run it in.
   *
   * @defaultValue the container's own
   */
  readonly cwd?: string
}

/** What running programs needs of the job around them. */
export interface RunSettings {
  readonly host: Host
  readonly stop: StopRequest
  readonly groups: ProcessGroups
  /** The variables that each program is given. */
  readonly environment: () => Readonly<Record<string, string>>
}

/** Runs a program in a process group of its own; resolves when it ends with 0 and all its output is passed on. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: RunOptions,
  { host, stop, groups, environment }: RunSettings,
): Promise<void> {
  stop.signal.throwIfAborted()
  const env = { ...host.env, ...environment(), ...options.env }
  const tail = stderrTail()
  const child = start(command, args, { ...options, env })
  const ended = whenEnded(child, tail, host)
  const { pid } = child
  if (pid !== undefined) groups.add(pid, ended)
  const passOn = () => {
    if (pid !== undefined) host.signalGroup(pid, stop.received() ?? 'SIGTERM')
  }
  const stopListening = onAbort(stop.signal, passOn)
  const end = await ended
  stopListening()
  if ('error' in end) throw notStarted(command, options.cwd, end.error)
  if (end.code === 0) return
  stop.signal.throwIfAborted()
  throw failed(command, end, tail)
}

/** How a program ended, or why it did not begin. */
type ChildEnd =
  | { readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly error: unknown }

function start(
  command: string,
  args: readonly string[],
  { env, cwd }: { readonly env: NodeJS.ProcessEnv; readonly cwd?: string },
): ChildProcess {
  try {
    return spawn(command, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env, cwd })
  } catch (cause) {
    throw notStarted(command, cwd, cause)
  }
}

/** Resolves when a program has ended and what it printed is passed on; then nothing of its group is left. */
async function whenEnded(child: ChildProcess, tail: StderrTail, host: Host): Promise<ChildEnd> {
  const activity = { pieces: 0, writing: 0 }
  const passOn = (to: 'stdout' | 'stderr') => async (lines: Uint8Array) => {
    activity.writing += 1
    if (to === 'stderr') tail.add(lines)
    await host.forward(to, lines)
    activity.writing -= 1
    activity.pieces += 1
  }
  // Streams that are destroyed below end with an error.
  const forwarded = Promise.allSettled([
    forwardLines(child.stdout ?? [], passOn('stdout')),
    forwardLines(child.stderr ?? [], passOn('stderr')),
  ])
  const end = await new Promise<ChildEnd>((resolve) => {
    child.once('error', (error) => resolve({ error }))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  await untilQuiet(forwarded, activity, host)
  if (child.pid !== undefined) host.signalGroup(child.pid, 'SIGKILL')
  child.stdout?.destroy()
  child.stderr?.destroy()
  await forwarded
  return end
}

/** Waits for the end of the output, but not for that of daemons which keep it open and say nothing. */
async function untilQuiet(
  forwarded: Promise<unknown>,
  activity: { readonly pieces: number; readonly writing: number },
  host: Host,
): Promise<void> {
  const waiting = new AbortController()
  const done = forwarded.then(() => true)
  for (let seen = -1; activity.writing > 0 || activity.pieces !== seen; ) {
    seen = activity.pieces
    const pause = host.pause(quietMilliseconds, waiting.signal).then(() => false)
    if (await Promise.race([done, pause])) break
  }
  waiting.abort()
}

function failed(
  command: string,
  { code, signal }: { readonly code: number | null; readonly signal: NodeJS.Signals | null },
  tail: StderrTail,
): ChildProcessError {
  const exitCode = code ?? 128 + constants.signals[signal ?? 'SIGKILL']
  const how = signal === null ? `ended with exit code ${exitCode}` : `was ended by ${signal}`
  const sentence = `The program ${JSON.stringify(command)} ${how}${meanings.get(exitCode) ?? ''}.`
  const cause = tail.cause()
  // What a killed program printed last is seldom why.
  const parts = meanings.has(exitCode) ? [sentence, cause] : [cause, sentence]
  return new ChildProcessError(exitCode, parts.filter((part) => part !== '').join('\n'), {
    stderrTail: tail.lines(stderrTailChars),
  })
}

function notStarted(command: string, cwd: string | undefined, cause: unknown): ChildProcessError {
  const name = JSON.stringify(command)
  if (cwd !== undefined && !existsSync(cwd)) {
    const message = `The program ${name} cannot be run in ${cwd}: there is no such folder.`
    return new ChildProcessError(126, message)
  }
  switch (cause instanceof Error && 'code' in cause ? cause.code : undefined) {
    case 'ENOENT': {
      const message = `The program ${name} was not found: put it into the image and its folder into PATH. If it is a script, the program in its first line may be what is missing.`
      return new ChildProcessError(127, message)
    }
    case 'EACCES': {
      const message = `The program ${name} cannot be run: this user may not execute it. Check its mode.`
      return new ChildProcessError(126, message)
    }
    default: {
      const message = `The program ${name} cannot be run: ${describeError(cause)}`
      return new ChildProcessError(126, message, { cause })
    }
  }
}

/** What is known of the ends that programs do not choose. */
const meanings: ReadonlyMap<number, string> = new Map([
  [137, ', probably out of memory: use an instance with more of it, or use less'],
  [139, ': it used memory that is not its own'],
])

const quietMilliseconds = 2000

const stderrTailChars = 500
