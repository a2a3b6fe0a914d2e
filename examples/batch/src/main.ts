// The command.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createSteps, runCommand } from '@byo/example-common'
import { parseCommandLine, usage } from './command-line.ts'
import { runBatch } from './run-batch.ts'

const home = dirname(dirname(fileURLToPath(import.meta.url)))

await runCommand({
  usage,
  parse: (words) => parseCommandLine(words, home),
  run: (commandLine, { write, now, signal }) =>
    runBatch(commandLine, {
      program: join(home, 'dist/container.mjs'),
      irises: join(dirname(home), 'iris/data/iris.csv'),
      steps: createSteps(write, now),
      signal,
    }),
})
