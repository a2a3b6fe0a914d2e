// Bayesian search: a model of the losses so far says where the next trial promises most.
//
// 1. The first trials, 2 for each range and one, from 3 to 10, spread: of random points the one that is farthest from all
//    trials is taken (best-candidate sampling, Mitchell 1991), which works for categories too and needs no memory.
// 2. Then a Gaussian process is fitted to all trials, those that run as constant liars, and the point with the greatest
//    expected improvement is taken: of random points, of points near the best trials, and of steps from the best of these.
//
// No point is tried twice. `random` is all that is drawn from: the same trials and numbers give the same point.
import { type Place, placeOf, writeSquaredDistances } from './encoding.ts'
import type { ParameterRange, Point, Trial } from './parameter-range.ts'
import { suggestAtRandom } from './random-search.ts'
import { keyOfPoint, pointAtUnits, takenPoints } from './search-space.ts'
import { fitSurrogate, type Surrogate } from './surrogate.ts'

/** How many points are looked at. */
const counts = { spread: 32, random: 150, near: 100, stepsFromBest: 40 }
/** How many of the best trials have points near them looked at. */
const bestTrials = 3

/** The point that promises most. */
export function suggestBayesian(
  ranges: readonly ParameterRange[],
  trials: readonly Trial[],
  random: () => number,
): Point | undefined {
  const known = trials.filter(({ loss }) => loss !== undefined)
  const places = trials.map(({ point }) => placeOf(ranges, point))
  if (known.length < countOfFirst(ranges)) return suggestSpread(ranges, trials, places, random)
  const surrogate = fitSurrogate(ranges, trials, places)
  if (surrogate === undefined) return suggestSpread(ranges, trials, places, random)
  return mostPromising(ranges, trials, surrogate, random)
}

/** How many trials are to be known before they are modelled. */
export function countOfFirst(ranges: readonly ParameterRange[]): number {
  return Math.min(10, Math.max(3, 2 * ranges.length + 1))
}

/** A random point far from all trials. */
function suggestSpread(
  ranges: readonly ParameterRange[],
  trials: readonly Trial[],
  places: readonly Place[],
  random: () => number,
): Point | undefined {
  let best: Point | undefined
  let farthest = -1
  for (let i = 0; i < counts.spread; i += 1) {
    const point = suggestAtRandom(ranges, trials, random)
    if (point === undefined) return undefined
    const place = placeOf(ranges, point)
    const nearest = Math.min(...places.map((other) => squaredDistance(ranges, place, other)))
    if (nearest <= farthest) continue
    best = point
    farthest = nearest
  }
  return best
}

function squaredDistance(ranges: readonly ParameterRange[], a: Place, b: Place): number {
  const squares = new Float64Array(a.length)
  writeSquaredDistances(ranges, [a, b], squares)
  return squares.reduce((sum, square) => sum + square, 0)
}

function mostPromising(
  ranges: readonly ParameterRange[],
  trials: readonly Trial[],
  surrogate: Surrogate,
  random: () => number,
): Point | undefined {
  const seen = takenPoints(ranges, trials)
  let best: { readonly point: Point; readonly units: readonly number[] } | undefined
  let most = Number.NEGATIVE_INFINITY
  const look = (units: readonly number[]): void => {
    const point = pointAtUnits(ranges, units)
    const key = keyOfPoint(ranges, point)
    if (seen.has(key)) return
    seen.add(key)
    const place = placeOf(ranges, point)
    const improvement = surrogate.improvementAt(place)
    // Where nothing is expected any more, the least known place is as good as any and teaches most.
    const promise = improvement > 0 ? improvement : surrogate.deviationAt(place) - 1e6
    if (promise <= most) return
    most = promise
    best = { point, units }
  }

  for (let i = 0; i < counts.random; i += 1) look(ranges.map(random))
  const centres = bestOf(trials).map(({ point }) => unitsOf(ranges, point))
  for (let i = 0; i < counts.near && centres.length > 0; i += 1) {
    look(nearby(centres[i % centres.length] as readonly number[], 0.2 * random(), random))
  }
  for (let i = 0; i < counts.stepsFromBest && best !== undefined; i += 1) {
    look(nearby(best.units, 0.1 * 0.9 ** i, random))
  }
  return best?.point ?? suggestAtRandom(ranges, trials, random)
}

function bestOf(trials: readonly Trial[]): readonly Trial[] {
  const known = trials.filter(({ loss }) => loss !== undefined)
  const own = known.filter(({ source }) => source === undefined)
  return (own.length > 0 ? own : known)
    .sort((a, b) => (a.loss as number) - (b.loss as number))
    .slice(0, bestTrials)
}

/** A place of the unit cube at which a point lies. */
function unitsOf(ranges: readonly ParameterRange[], point: Point): readonly number[] {
  const place = placeOf(ranges, point)
  return ranges.map((range, i) => {
    const at = place[i] as number
    return range.kind === 'categorical' ? (at + 0.5) / range.values.length : at
  })
}

/** A place near another: about half of the coordinates, at least one, are moved by a normal step; few are drawn anew. */
function nearby(units: readonly number[], step: number, random: () => number): readonly number[] {
  const certain = Math.floor(random() * units.length)
  return units.map((unit, i) => {
    if (i !== certain && random() < 0.5) return unit
    if (random() < 0.1) return random()
    const moved = unit + step * normal(random)
    return Math.min(1 - Number.EPSILON, Math.max(0, moved))
  })
}

/** A standard normal number by Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
