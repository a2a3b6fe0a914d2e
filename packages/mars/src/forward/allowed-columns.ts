import type { ForwardSettings } from '../options/forward-settings.ts'
import type { LiveTerm } from './forward-state.ts'

/**
 * Tells for a parent which design columns may become its next factor. What the option `allowed`
 * says is asked once for each parent and column and remembered.
 */
export function createAllowedColumns(
  columns: number,
  settings: Pick<ForwardSettings, 'allowed'>,
): (parent: LiveTerm) => readonly boolean[] {
  const { allowed } = settings
  const known = new Map<LiveTerm, readonly boolean[]>()
  return (parent) => {
    const { dirs } = parent.term
    const found =
      known.get(parent) ??
      Array.from({ length: columns }, (_, column) => dirs[column] === 0 && allowed(dirs, column))
    known.set(parent, found)
    return found
  }
}
