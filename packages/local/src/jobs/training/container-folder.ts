import { join } from 'node:path'
import { defaultBaseDir } from '@byo/container-kit/contract'

/** The folder of this machine that a container sees at a path below `/opt/ml`. */
export function containerFolder(baseDir: string, path: string): string {
  return join(baseDir, path.slice(defaultBaseDir.length))
}
