import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Removes what a folder holds besides what is known: a run that was killed had no time for it. */
export function removeStrays(folder: string, isKnown: (name: string) => boolean): void {
  for (const name of readdirSync(folder)) {
    if (!isKnown(name)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}
