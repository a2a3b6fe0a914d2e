import { ContainerError } from '../errors.ts'

/** A text and the names of its columns. */
export interface NamedColumns {
  readonly name: string
  readonly columns: readonly string[]
}

/** Throws if two texts differ in their columns, in whatever order they have them. */
export function requireSameColumns(first: NamedColumns, other: NamedColumns): void {
  const [wanted, found] = [new Set(first.columns), new Set(other.columns)]
  const missing = first.columns.filter((name) => !found.has(name))
  const extra = other.columns.filter((name) => !wanted.has(name))
  if (missing.length === 0 && extra.length === 0) return
  const differences = [
    ...(missing.length > 0 ? [`lacks ${listOf(missing)}`] : []),
    ...(extra.length > 0 ? [`adds ${listOf(extra)}`] : []),
  ]
  throw new ContainerError(
    'csv',
    `${other.name} has other columns than ${first.name}: it ${differences.join(' and ')}.`,
  )
}

/** The first names of a list, and how many more there are. */
export function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => JSON.stringify(name))
  return names.length > 10 ? `${shown.join(', ')} and ${names.length - 10} more` : shown.join(', ')
}
