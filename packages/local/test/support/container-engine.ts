import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { extract } from 'tar'
import type { StoredLayer } from '../../src/state/image-store.ts'
import { storedLayer } from './images.ts'

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

/** The layers of an image of the engine, unpacked into a folder. */
export async function savedLayers(image: string, folder: string): Promise<readonly StoredLayer[]> {
  const file = join(folder, 'saved.tar')
  await docker('save', '--output', file, image)
  await extract({ file, cwd: folder })
  const [{ Layers }] = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  return Layers.map((path: string) => storedLayer(join(folder, path)))
}
