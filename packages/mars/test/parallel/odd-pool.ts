import { build } from 'esbuild'
import type { AbortSignalLike } from '../../src/options/mars-options.ts'
import { startPool, type WorkerPool } from '../../src/parallel/worker-pool.ts'
import type { OddTasks } from './fixtures/odd-worker.ts'

let program: Promise<string> | undefined

/** Starts workers that run fixtures/odd-worker.ts. */
export async function startOddPool(
  threads: number,
  signal: AbortSignalLike = { aborted: false },
): Promise<WorkerPool<OddTasks>> {
  program ??= bundledProgram()
  return startPool<OddTasks>({ threads, work: 'trial', signal, program: await program })
}

/** The fixture in one text. */
async function bundledProgram(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [new URL('fixtures/odd-worker.ts', import.meta.url).pathname],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'neutral',
    logLevel: 'silent',
  })
  return outputFiles[0].text
}
