import type { ParameterRange, Point, Trial } from './parameter-range.ts'
import { countPoints, pointAtIndex } from './search-space.ts'

/** Grid search: every combination of categorical values once, in the order of the ranges. */
export function suggestOnGrid(
  ranges: readonly ParameterRange[],
  trials: readonly Trial[],
): Point | undefined {
  const next = trials.length
  return next < countPoints(ranges) ? pointAtIndex(ranges, next) : undefined
}
