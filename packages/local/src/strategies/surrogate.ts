// The model of a Bayesian search: a Gaussian process of the losses over the places of trials.
//
// Few hundred trials would make each suggestion slow, so the model knows at most `mostKnown` of them, the best and the
// latest, half each; its scales are looked for with `mostSearched` of these, evenly chosen.
import { type Place, writeSquaredDistances } from './encoding.ts'
import { expectedImprovement } from './expected-improvement.ts'
import { fitGaussianProcess, type PairDistances } from './gaussian-process.ts'
import { searchKernelScales } from './kernel-search.ts'
import { knownLosses } from './known-losses.ts'
import type { ParameterRange, Trial } from './parameter-range.ts'

const mostKnown = 160
const mostSearched = 60

/** How promising places are. */
export interface Surrogate {
  /** The improvement on the best loss so far that is expected at a place. */
  improvementAt(place: Place): number
  /** How uncertain the loss at a place is. */
  deviationAt(place: Place): number
}

/** Fits a model to trials at places; undefined where the numbers do not allow it. */
export function fitSurrogate(
  ranges: readonly ParameterRange[],
  trials: readonly Trial[],
  places: readonly Place[],
): Surrogate | undefined {
  const losses = knownLosses(trials)
  const chosen = chooseKnown(losses)
  const known = chosen.map((i) => places[i] as Place)
  const y = Float64Array.from(chosen, (i) => losses[i] as number)
  const best = Math.min(
    ...trials.flatMap(({ loss }, i) => (loss === undefined ? [] : [losses[i] as number])),
  )
  const every = Math.ceil(known.length / mostSearched)
  const isSearched = (_: unknown, i: number): boolean => i % every === 0
  const scales = searchKernelScales(
    pairDistances(ranges, known.filter(isSearched)),
    y.filter(isSearched),
  )
  const process = fitGaussianProcess(pairDistances(ranges, known), y, scales)
  if (process === undefined) return undefined
  const predict = (place: Place) => process.predict(distancesTo(ranges, place, known))
  return {
    improvementAt(place) {
      const { mean, deviation } = predict(place)
      return expectedImprovement(best, mean, deviation)
    },
    deviationAt: (place) => predict(place).deviation,
  }
}

/** The numbers of the trials to know, in their order. */
function chooseKnown(losses: Float64Array): readonly number[] {
  const all = Array.from(losses, (_, i) => i)
  if (all.length <= mostKnown) return all
  const latest = all.slice(-mostKnown / 2)
  const best = all
    .slice(0, -mostKnown / 2)
    .sort((a, b) => (losses[a] as number) - (losses[b] as number))
    .slice(0, mostKnown / 2)
  return [...best.sort((a, b) => a - b), ...latest]
}

function pairDistances(ranges: readonly ParameterRange[], places: readonly Place[]): PairDistances {
  const n = places.length
  const values = new Float64Array(((n * (n - 1)) / 2) * ranges.length)
  let at = 0
  for (const [i, place] of places.entries()) {
    for (let j = 0; j < i; j += 1, at += ranges.length) {
      writeSquaredDistances(ranges, [place, places[j] as Place], values, at)
    }
  }
  return { n, ranges: ranges.length, values }
}

function distancesTo(
  ranges: readonly ParameterRange[],
  place: Place,
  known: readonly Place[],
): Float64Array {
  const distances = new Float64Array(known.length * ranges.length)
  for (const [i, other] of known.entries()) {
    writeSquaredDistances(ranges, [place, other], distances, i * ranges.length)
  }
  return distances
}
