import { mkdir, readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { defaultBaseDir } from '@byo/container-kit/contract'

/**
 * Shows what an image has in `/opt/ml` itself, such as its code, beside what the platform puts there. Where both have
 * something of one name, it is the platform's, as with mounts.
 */
export async function showImageOptMl(root: string, optMl: string): Promise<void> {
  const inImage = join(root, defaultBaseDir)
  const names = await readdir(inImage).catch(() => [])
  if (names.length === 0) return
  await mkdir(optMl, { recursive: true })
  const there = new Set(await readdir(optMl))
  const missing = names.filter((name) => !there.has(name))
  await Promise.all(missing.map((name) => symlink(join(inImage, name), join(optMl, name))))
}
