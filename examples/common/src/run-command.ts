import { isByoError } from '@byo/core'
import { UsageError } from './usage.ts'

/** A command of an example. */
export interface Command<CommandLine> {
  /** What `--help` prints. */
  readonly usage: string
  /** Reads the words after the command; undefined when they ask for help. */
  parse(words: readonly string[]): CommandLine | undefined
  /** Does the work; the signal ends it. */
  run(commandLine: CommandLine, around: Surroundings): Promise<void>
}

/** What the work needs of the process. */
interface Surroundings {
  /** Prints text for people. */
  readonly write: (text: string) => void
  /** Milliseconds. */
  readonly now: () => number
  readonly signal: AbortSignal
}

const exitCodes = { SIGINT: 130, SIGTERM: 143 }

/** Reads the command line, does the work, ends with an exit code. The only file of the examples that touches the process. */
export async function runCommand<CommandLine>({
  usage,
  parse,
  run,
}: Command<CommandLine>): Promise<void> {
  const stop = new AbortController()
  let stoppedWith = 0
  for (const [signal, exitCode] of Object.entries(exitCodes)) {
    process.on(signal, () => {
      // Whoever asks twice does not want to wait for the clean-up.
      if (stop.signal.aborted) process.exit(exitCode)
      stoppedWith = exitCode
      process.stderr.write('\nStopping and cleaning up; once more to stop at once.\n')
      stop.abort()
    })
  }
  // Whoever reads the lines may have gone, as `head` does after a few.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stop.abort())

  const write = (text: string) => void process.stdout.write(text)
  try {
    const commandLine = parse(process.argv.slice(2))
    if (commandLine === undefined) write(usage)
    else await run(commandLine, { write, now: () => performance.now(), signal: stop.signal })
  } catch (error) {
    process.exitCode = stop.signal.aborted ? stoppedWith : error instanceof UsageError ? 2 : 1
    report(error, usage)
  }
}

/** One sentence; the stack only for who asks for it. An end that was asked for, and left nothing, needs neither. */
function report(error: unknown, usage: string): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  if (!isCleanStop(error)) process.stderr.write(`${message}\n`)
  if (error instanceof UsageError) process.stderr.write(`\n${usage}`)
  if (process.env.DEBUG) process.stderr.write(`${stack}\n`)
}

function isCleanStop(error: unknown): boolean {
  return isByoError(error) && error.code === 'aborted' && !error.cleanUp?.leftovers.length
}
