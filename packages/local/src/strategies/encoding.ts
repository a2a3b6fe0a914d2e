// Points as places whose distances mean something.
//
// A number is one coordinate, its place on [0, 1] on its scale; an integer is encoded as it is rounded, so that a model
// sees the value that is tried (Garrido-Merchán & Hernández-Lobato, 2020). A category is one coordinate for each value,
// 1/√2 for the one that it is and 0 for the others: any two categories are 1 apart, as the two ends of a number are.
import type { ParameterRange, Point } from './parameter-range.ts'
import { unitOf } from './scaling.ts'

/** A place: the number of each value, its place or its index. */
export type Place = Float64Array

/** Where a point lies. A category that its range does not have gets the index −1: it is like no other. */
export function placeOf(ranges: readonly ParameterRange[], point: Point): Place {
  return Float64Array.from(ranges, (range) => {
    const text = point[range.name] ?? ''
    return range.kind === 'categorical' ? range.values.indexOf(text) : unitOf(range, Number(text))
  })
}

/** Writes the squared distance of two places in each range to where it is wanted. */
export function writeSquaredDistances(
  ranges: readonly ParameterRange[],
  [a, b]: readonly [Place, Place],
  target: Float64Array,
  offset = 0,
): void {
  for (let i = 0; i < a.length; i += 1) {
    const difference = (a[i] as number) - (b[i] as number)
    // Of categories what one coordinate for each value comes to.
    const isCategory = (ranges[i] as ParameterRange).kind === 'categorical'
    target[offset + i] = isCategory && difference !== 0 ? 1 : difference * difference
  }
}
