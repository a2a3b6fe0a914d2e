import type { ChildProcess } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The variables that this package reads itself; the SDK reads AWS's own. */
export interface Environment {
  /** `SAGEMAKER_ROLE_ARN`: the role that SageMaker takes on, as a name or an ARN. */
  readonly role: string | undefined
  /** `BYO_BASE_IMAGE`: what `publishImage` builds on. */
  readonly baseImage: string | undefined
  /** True when `AWS_ENDPOINT_URL` or `AWS_ENDPOINT_URL_S3` sends S3 somewhere of one's own. */
  readonly ownS3Endpoint: boolean
}

/** Reads what the process was given; an empty variable counts as unset. */
export function readEnvironment(): Environment {
  const { env } = process
  return {
    role: env.SAGEMAKER_ROLE_ARN || undefined,
    baseImage: env.BYO_BASE_IMAGE || undefined,
    ownS3Endpoint: Boolean(env.AWS_ENDPOINT_URL || env.AWS_ENDPOINT_URL_S3),
  }
}

/** The stream for messages to people. */
export function standardError(): NodeJS.WriteStream {
  return process.stderr
}

/** What the process was told of how people read it. */
export interface OutputWishes {
  /** False in continuous integration (`CI`) and on terminals that only print (`TERM=dumb`). */
  readonly live: boolean
  /** False when `NO_COLOR` is set. */
  readonly colour: boolean
}

/** Reads the wishes; an empty variable counts as unset, and so does `CI=false`. */
export function readOutputWishes(): OutputWishes {
  const { CI, TERM, NO_COLOR } = process.env
  return { live: (!CI || CI === 'false') && TERM !== 'dumb', colour: !NO_COLOR }
}

const lastWords = new Set<() => void>()
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Does the work when the process ends, be it by a signal; gives what takes it back. Whoever listens to
 * the signal decides what it does; where nobody does, it ends the process as ever.
 */
export function onExit(work: () => void): () => void {
  if (lastWords.size === 0) {
    process.on('exit', speakLastWords)
    // First in the row, for a listener that listens once is gone when it's its turn.
    for (const signal of endingSignals) process.prependListener(signal, onSignal)
  }
  lastWords.add(work)
  return () => {
    lastWords.delete(work)
    if (lastWords.size === 0) stopListening()
  }
}

function onSignal(signal: NodeJS.Signals): void {
  speakLastWords()
  if (process.listenerCount(signal) > 1) return
  stopListening()
  process.kill(process.pid, signal)
}

function speakLastWords(): void {
  for (const work of lastWords) work()
}

function stopListening(): void {
  process.off('exit', speakLastWords)
  for (const signal of endingSignals) process.off(signal, onSignal)
}

const nodeWarningSwitch = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'

/**
 * Makes an SDK client without the SDK's warning about future Node versions: it would land between
 * the lines that our users' users read, who can do nothing about it. The variable is the SDK's own
 * switch, looked at while a client is made; whoever has set it keeps their choice.
 */
export function withoutNodeWarning<T>(makeClient: () => T): T {
  if (process.env[nodeWarningSwitch] !== undefined) return makeClient()
  process.env[nodeWarningSwitch] = 'true'
  try {
    return makeClient()
  } finally {
    delete process.env[nodeWarningSwitch]
  }
}

/** The variables of this process with others laid over them, for a child process. */
export function childEnvironment(variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...variables }
}

/** Where the user's Docker keeps its settings. */
export function dockerSettingsFolder(): string {
  return process.env.DOCKER_CONFIG || join(homedir(), '.docker')
}

/** Sends a signal to a child process that leads a group, and to its whole group where there are groups. */
export function stopProcess(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  if (process.platform === 'win32') {
    child.kill(signal)
    return
  }
  try {
    process.kill(-child.pid, signal)
  } catch {
    // It has ended.
  }
}
