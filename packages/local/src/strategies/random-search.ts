// Random search: each hyperparameter is drawn uniformly on its scale, by itself.
//
// Where there are finitely many points none is chosen twice. A draw that hits a point that is taken is repeated; after
// `mostDraws` of them nearly all are taken, and the first free one from a random place on is chosen instead.
import type { ParameterRange, Point, Trial } from './parameter-range.ts'
import { countPoints, keyOfPoint, pointAtIndex, pointAtUnits, takenPoints } from './search-space.ts'

const mostDraws = 20

/** A random point that no trial has had. */
export function suggestAtRandom(
  ranges: readonly ParameterRange[],
  trials: readonly Trial[],
  random: () => number,
): Point | undefined {
  const taken = takenPoints(ranges, trials)
  for (let draw = 0; draw < mostDraws; draw += 1) {
    const units = ranges.map(random)
    const point = pointAtUnits(ranges, units)
    if (!taken.has(keyOfPoint(ranges, point))) return point
  }
  return firstFree(ranges, taken, random)
}

/** Looks at no more points than are taken, and one. */
function firstFree(
  ranges: readonly ParameterRange[],
  taken: ReadonlySet<string>,
  random: () => number,
): Point | undefined {
  const count = countPoints(ranges)
  if (count === Number.POSITIVE_INFINITY) return pointAtUnits(ranges, ranges.map(random))
  const start = Math.floor(random() * count)
  for (let step = 0; step < Math.min(count, taken.size + 1); step += 1) {
    const point = pointAtIndex(ranges, (start + step) % count)
    if (!taken.has(keyOfPoint(ranges, point))) return point
  }
  return undefined
}
