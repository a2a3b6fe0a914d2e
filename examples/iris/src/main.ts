// The command: reads the command line, runs the flow, ends with an exit code. The only file here that touches
// the process.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isByoError } from '@byo/core'
import { parseCommandLine, UsageError, usage } from './command-line.ts'
import { runIris } from './run-iris.ts'
import { createSteps } from './steps.ts'

const home = dirname(dirname(fileURLToPath(import.meta.url)))
const exitCodes = { SIGINT: 130, SIGTERM: 143 }
let stoppedWith = 0
const stop = new AbortController()

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

try {
  const commandLine = parseCommandLine(process.argv.slice(2), home)
  if (commandLine === undefined) process.stdout.write(usage)
  else {
    await runIris(commandLine, {
      program: join(home, 'dist/container.mjs'),
      dockerfile: home,
      steps: createSteps(
        (text) => void process.stdout.write(text),
        () => performance.now(),
      ),
      signal: stop.signal,
    })
  }
} catch (error) {
  report(error)
}

/** One sentence; the stack only for who asks for it. An end that was asked for, and left nothing, needs neither. */
function report(error: unknown): void {
  process.exitCode = stop.signal.aborted ? stoppedWith : error instanceof UsageError ? 2 : 1
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  if (!isCleanStop(error)) process.stderr.write(`${message}\n`)
  if (error instanceof UsageError) process.stderr.write(`\n${usage}`)
  if (process.env.DEBUG) process.stderr.write(`${stack}\n`)
}

function isCleanStop(error: unknown): boolean {
  return isByoError(error) && error.code === 'aborted' && !error.cleanUp?.leftovers.length
}
