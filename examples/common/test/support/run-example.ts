import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const examples = fileURLToPath(new URL('../../../', import.meta.url))

/** How a run of the example ended. */
interface Ended extends Leftovers {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** What of a run is still there. */
interface Leftovers {
  /** What is in the folder that the run had for its temporary files. */
  readonly leftFiles: readonly string[]
  /** Processes, by number. */
  readonly leftProcesses: readonly string[]
}

/** A run of the example's command as a process of its own, with a temporary folder of its own. */
export interface ExampleRun {
  readonly output: string
  readonly ended: Promise<Ended>
  /** Resolves with all of standard output once that matches; rejects when the run ends before. */
  printed(pattern: RegExp): Promise<string>
  kill(signal: NodeJS.Signals): void
  leftovers(): Leftovers
  /** Closes this side of the pipe that it prints to. */
  stopReading(): void
}

/** Starts `node dist/main.js` of an example with these options, and these variables besides the environment's. */
export function startExample(
  example: 'iris' | 'tuning' | 'batch',
  options: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ExampleRun {
  const home = mkdtempSync(join(tmpdir(), 'byo-example-'))
  const output = join(home, 'output')
  const temporary = mkdtempSync(join(home, 'tmp-'))
  const child = spawn(
    process.execPath,
    [join(examples, example, 'dist/main.js'), '--output', output, ...options],
    {
      env: { ...process.env, TMPDIR: temporary, DEBUG: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text
    })
  }
  const leftovers = () => ({
    leftFiles: readdirSync(temporary),
    leftProcesses: processesIn(home),
  })
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, ...texts, ...leftovers() }))
  })
  return {
    output,
    ended,
    printed: (pattern) => printed(child, () => texts, pattern),
    kill: (signal) => void child.kill(signal),
    leftovers,
    stopReading: () => void child.stdout.destroy(),
  }
}

/** Removes what a run has written. */
export function removeOutput({ output }: ExampleRun): void {
  rmSync(join(output, '..'), { recursive: true, force: true })
}

function printed(
  child: ChildProcess,
  texts: () => { stdout: string; stderr: string },
  pattern: RegExp,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (pattern.test(texts().stdout)) resolve(texts().stdout)
    }
    look()
    child.stdout?.on('data', look)
    child.on('close', () =>
      reject(new Error(`It ended before it printed ${pattern}: ${JSON.stringify(texts())}`)),
    )
  })
}

/** Processes whose temporary files would be in this folder; none where there is no /proc to ask. */
function processesIn(folder: string): string[] {
  if (!existsSync('/proc')) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => readProcess(pid).includes(folder))
}

function readProcess(pid: string): string {
  try {
    return (
      readFileSync(`/proc/${pid}/environ`, 'utf8') + readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    )
  } catch {
    return ''
  }
}
