#!/usr/bin/env node
// The command `byo-local`: all that it takes from and gives to its process.

import { readFileSync } from 'node:fs'
import { type CliOrder, helpText, parseCliArguments } from './cli/arguments.ts'
import { formatInstructions, formatJson } from './cli/instructions.ts'
import { formatRequest } from './cli/request-log.ts'
import { isLocalError } from './errors.ts'
import { type LocalSageMaker, startLocalSageMaker } from './start-local.ts'

const exitCodes = { ok: 0, failed: 1, usage: 2, SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const
const portHint = 'For example: byo-local --port 0'
type EndSignal = 'SIGHUP' | 'SIGINT' | 'SIGTERM'

// Whoever reads the first line only, as `byo-local --json | head -1` does, leaves a closed pipe behind.
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)
process.exitCode = await run(parseCliArguments(process.argv.slice(2)))

async function run(order: CliOrder): Promise<number> {
  switch (order.what) {
    case 'help':
      process.stdout.write(helpText)
      return exitCodes.ok
    case 'version':
      process.stdout.write(`${readVersion()}\n`)
      return exitCodes.ok
    case 'usage-error':
      process.stderr.write(`${order.message}\n`)
      return exitCodes.usage
    case 'start':
      return serve(order)
  }
}

/** Runs until a signal asks for the end. */
async function serve(order: CliOrder & { what: 'start' }): Promise<number> {
  const asked = untilAsked()
  try {
    const sagemaker = await start(order)
    process.stdout.write(
      order.json ? formatJson(sagemaker) : formatInstructions(sagemaker, hasColours()),
    )
    await asked
    await sagemaker.close()
    return exitCodes.ok
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`)
    return isLocalError(error) && error.code === 'invalid-option'
      ? exitCodes.usage
      : exitCodes.failed
  }
}

function start(order: CliOrder & { what: 'start' }): Promise<LocalSageMaker> {
  const {
    port,
    host,
    dataDir,
    accountId,
    region,
    runner,
    faults,
    faultSeed,
    verifySignatures,
    verbose,
  } = order
  return startLocalSageMaker({
    port,
    verifySignatures,
    ...(host !== undefined && { host }),
    ...(dataDir !== undefined && { dataDir }),
    ...(accountId !== undefined && { accountId }),
    ...(region !== undefined && { region }),
    ...(runner !== undefined && { runner }),
    faults,
    ...(faultSeed !== undefined && { faultSeed }),
    onRequest: (entry) => {
      const line = formatRequest(entry, verbose)
      if (line !== undefined) process.stderr.write(line)
    },
  })
}

/** Whether people read the output on a terminal that shows colours, and want them: NO_COLOR says that they do not. */
function hasColours(): boolean {
  return process.stdout.isTTY === true && process.stdout.hasColors()
}

/** Resolves at the first signal that asks for the end; the second one ends the process there and then. */
function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] satisfies EndSignal[]) {
      process.on(signal, () => {
        if (asked) process.exit(exitCodes[signal])
        asked = true
        process.stderr.write('Stopping; once more to stop at once.\n')
        resolve()
      })
    }
  })
}

/** One sentence for errors that were foreseen; the stack for the others, and for those who debug. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const wantsStack = process.env.DEBUG !== undefined || !isLocalError(error)
  if (wantsStack) return error.stack ?? error.message
  return isLocalError(error) && error.code === 'port-in-use'
    ? `${error.message} ${portHint}`
    : error.message
}

function readVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
