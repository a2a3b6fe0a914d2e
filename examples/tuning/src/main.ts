// The command.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createSteps, runCommand } from '@byo/example-common'
import { parseCommandLine, usage } from './command-line.ts'
import { runTuning } from './run-tuning.ts'

const home = dirname(dirname(fileURLToPath(import.meta.url)))

await runCommand({
  usage,
  parse: (words) => parseCommandLine(words, home),
  run: (commandLine, { write, now, signal }) =>
    runTuning(commandLine, {
      program: join(home, 'dist/container.mjs'),
      steps: createSteps(write, now),
      signal,
    }),
})
