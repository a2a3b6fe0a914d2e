/**
 * The greatest of the numbers, or 0 where none is above it; a call of Math.max has no room for very
 * many.
 */
export function greatest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0)
}
