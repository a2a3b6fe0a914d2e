import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const packageFolder = fileURLToPath(new URL('../..', import.meta.url))

/** Builds the command `byo-local` into a folder. */
export async function buildCli(folder: string): Promise<void> {
  mkdirSync(join(folder, 'tmp'))
  copyFileSync(join(packageFolder, 'package.json'), join(folder, 'package.json'))
  await build({
    entryPoints: [join(packageFolder, 'src/cli.ts')],
    outfile: join(folder, 'dist/cli.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@byo/source'],
    // What the bundled packages still `require` has no other way in from a module.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  })
}

/** Runs the command that a folder holds. */
export function spawnCli(folder: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [join(folder, 'dist/cli.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, TMPDIR: join(folder, 'tmp') },
  })
}

/** A server that runs in a process of its own. */
export interface CliServer {
  readonly child: ChildProcess
  readonly endpoint: string
}

/** Starts a server in a process of its own and resolves when it can be reached. */
export async function startCli(folder: string, ...args: string[]): Promise<CliServer> {
  const child = spawnCli(folder, '--port', '0', '--json', ...args)
  const [line] = await once(createInterface(child.stdout as NodeJS.ReadableStream), 'line')
  return { child, endpoint: (JSON.parse(line as string) as { endpoint: string }).endpoint }
}

/** Kills a server with SIGKILL. */
export async function killCli({ child }: CliServer): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}
