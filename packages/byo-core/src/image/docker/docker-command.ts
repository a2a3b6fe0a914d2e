import { spawn } from 'node:child_process'
import { childEnvironment, onExit, stopProcess } from '../../environment.ts'
import { ByoError } from '../../errors.ts'
import type { Runtime } from '../../runtime.ts'
import { aborted } from '../../waiting/aborted.ts'

/** Runs one command of Docker after the other. */
export interface DockerCommand {
  /** Such as `docker`, for messages. */
  readonly name: string
  /** Runs `docker <words>` to its end; rejects only when it can't be started or is given up. */
  run(words: readonly string[], options?: RunOptions): Promise<DockerRun>
}

/** Of one run. */
export interface RunOptions {
  readonly onLine?: (line: string) => void
  /** Ends the command and all that it has started. */
  readonly signal?: AbortSignal | undefined
}

/** How a command ended. */
export interface DockerRun {
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined
  /** All lines of what it wrote, without those that are empty; of many the last ones. */
  readonly lines: readonly string[]
}

/** Enough for any message; a build may print without end. */
const keptLines = 2000

/** Time for a command to end by itself when it is given up, milliseconds. */
const patience = 5000

/** The command of that name or path, with variables beside those of this process. */
export function createDockerCommand(
  name: string,
  variables: Readonly<Record<string, string>>,
  runtime: Runtime,
): DockerCommand {
  return {
    name,
    run: (words, { onLine, signal } = {}) =>
      new Promise((resolve, reject) => {
        const subject = `${name} ${words[0]}`
        if (signal?.aborted) return reject(aborted(signal, subject))
        const child = spawn(name, words, {
          env: childEnvironment(variables),
          stdio: ['ignore', 'pipe', 'pipe'],
          // A group of its own, so that the plugins that Docker starts end with it.
          detached: true,
          windowsHide: true,
        })
        const lines: string[] = []
        const take = (line: string) => {
          if (line.trim() === '') return
          lines.push(line)
          if (lines.length > keptLines) lines.shift()
          try {
            onLine?.(line)
          } catch (error) {
            reject(error)
            giveUp()
          }
        }
        const ended = new AbortController()
        const kill = () => stopProcess(child, 'SIGKILL')
        const giveUp = () => {
          stopProcess(child, 'SIGTERM')
          runtime.sleep(patience, ended.signal).then(kill, () => undefined)
        }
        const outputs = [child.stdout, child.stderr].map((stream) => splitLines(stream, take))
        const forget = onExit(kill)
        signal?.addEventListener('abort', giveUp, { once: true })
        const settle = () => {
          ended.abort()
          forget()
          signal?.removeEventListener('abort', giveUp)
        }
        child.once('error', (cause: NodeJS.ErrnoException) => {
          settle()
          reject(notStarted(name, cause))
        })
        child.once('close', (exitCode) => {
          settle()
          for (const output of outputs) output.end()
          if (signal?.aborted) reject(aborted(signal, subject))
          else resolve({ exitCode: exitCode ?? undefined, lines })
        })
      }),
  }
}

/** Hands on whole lines; a bar that is drawn over and over counts as one line each time. */
function splitLines(
  stream: NodeJS.ReadableStream,
  take: (line: string) => void,
): { readonly end: () => void } {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    const lines = (rest + text).split(/\r?\n|\r/)
    rest = lines.pop() ?? ''
    lines.forEach(take)
  })
  return { end: () => take(rest) }
}

function notStarted(name: string, cause: NodeJS.ErrnoException): ByoError {
  const reason =
    cause.code === 'ENOENT' ? `there is no command "${name}"` : `"${name}" gives ${cause.code}`
  return dockerUnavailable(reason, cause)
}

/** The error of a machine without a working Docker. */
export function dockerUnavailable(reason: string, cause?: unknown): ByoError {
  return new ByoError(
    'docker-unavailable',
    `Docker can't be used (${reason}): start it, or give \`program\`, the one bundled file, instead of \`dockerfile\`, which needs no Docker.`,
    { cause },
  )
}
