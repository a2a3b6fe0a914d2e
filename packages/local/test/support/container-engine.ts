import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'

/** What the docker command prints. */
export async function docker(...words: readonly string[]): Promise<string> {
  return (await promisify(execFile)('docker', words)).stdout.trim()
}

/** Whether there is an engine. Says so where there is none: a skip that nobody sees is a hole. */
export function hasEngine(): boolean {
  try {
    execFileSync('docker', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    process.stderr.write(
      'Skipped: these tests need a Docker engine, and `docker version` finds none.\n',
    )
    return false
  }
}
