#!/usr/bin/env node
// The command `byo-container`: all that it takes from and gives to its process.
import { readFileSync } from 'node:fs'
import { checkContainer } from './check/check-container.ts'
import { type CheckOrder, parseCommandLine } from './check/command-line.ts'
import { formatReport } from './check/format-report.ts'
import { helpText } from './check/help-text.ts'
import { isContainerError } from './errors.ts'

const exitCodes = { ok: 0, failed: 1, usage: 2, SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const
type EndSignal = 'SIGHUP' | 'SIGINT' | 'SIGTERM'

// Whoever reads the first lines only, as head does, leaves a closed pipe behind.
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)
process.exitCode = await run(process.argv.slice(2))

async function run(args: readonly string[]): Promise<number> {
  try {
    const order = parseCommandLine(args)
    if (order.what === 'check') return await check(order)
    process.stdout.write(order.what === 'help' ? helpText : `${readVersion()}\n`)
    return exitCodes.ok
  } catch (error) {
    if (!isContainerError(error)) throw error
    process.stderr.write(`${error.message}\n`)
    return exitCodes.usage
  }
}

async function check({ options, json, verbose }: CheckOrder & { what: 'check' }): Promise<number> {
  const stop = listenForStop()
  try {
    const report = await checkContainer({
      ...options,
      signal: stop.signal,
      onProgress: showProgress,
    })
    showProgress('')
    const { stdout } = process
    const colours = stdout.isTTY === true && !process.env.NO_COLOR
    const width = Math.min(stdout.columns || 100, 120)
    stdout.write(
      json ? `${JSON.stringify(report)}\n` : formatReport(report, { colours, width, verbose }),
    )
    return report.passed ? exitCodes.ok : exitCodes.failed
  } catch (error) {
    showProgress('')
    const asked = stop.received()
    if (asked === undefined) throw error
    return exitCodes[asked]
  }
}

/** Says on one line what is being tried, to a person. */
function showProgress(title: string): void {
  const { stderr } = process
  if (stderr.isTTY !== true) return
  stderr.write(`\r\u001B[K${title === '' ? '' : `… ${title}`.slice(0, (stderr.columns || 80) - 1)}`)
}

/** The first signal asks for the end; the second one does not wait for what is being removed. */
function listenForStop(): { signal: AbortSignal; received: () => EndSignal | undefined } {
  const controller = new AbortController()
  let first: EndSignal | undefined
  for (const name of ['SIGHUP', 'SIGINT', 'SIGTERM'] satisfies EndSignal[]) {
    process.on(name, () => {
      if (first !== undefined) process.exit(exitCodes[name])
      first = name
      controller.abort()
    })
  }
  return { signal: controller.signal, received: () => first }
}

function readVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
