import type { ParameterRange, Point, Trial } from './parameter-range.ts'
import { valueAt } from './scaling.ts'

/** The point that lies at a place of the unit cube, with one coordinate from [0, 1) for each range. */
export function pointAtUnits(ranges: readonly ParameterRange[], units: readonly number[]): Point {
  return pointOf(ranges, (range, i) => textAtUnit(range, units[i] ?? 0))
}

/** How many different points there are: infinitely many if one range is continuous. */
export function countPoints(ranges: readonly ParameterRange[]): number {
  return ranges.reduce((count, range) => count * countValues(range), 1)
}

/** One of the points of ranges without continuous ones, by its number from 0: the last range changes fastest. */
export function pointAtIndex(ranges: readonly ParameterRange[], index: number): Point {
  const digits: number[] = []
  let rest = index
  for (const range of [...ranges].reverse()) {
    const base = countValues(range)
    digits.unshift(rest % base)
    rest = Math.floor(rest / base)
  }
  return pointOf(ranges, (range, i) => textAtIndex(range, digits[i] as number))
}

/** A text that two points share only if they are equal. */
export function keyOfPoint(ranges: readonly ParameterRange[], point: Point): string {
  return JSON.stringify(ranges.map(({ name }) => point[name]))
}

/** The keys of the points that have been tried; what was tried on other data may be tried again. */
export function takenPoints(
  ranges: readonly ParameterRange[],
  trials: readonly Trial[],
): Set<string> {
  const own = trials.filter(({ source }) => source === undefined)
  return new Set(own.map(({ point }) => keyOfPoint(ranges, point)))
}

function pointOf(
  ranges: readonly ParameterRange[],
  textOf: (range: ParameterRange, i: number) => string,
): Point {
  return Object.fromEntries(ranges.map((range, i) => [range.name, textOf(range, i)]))
}

function textAtUnit(range: ParameterRange, unit: number): string {
  if (range.kind !== 'categorical') return String(valueAt(range, unit))
  const last = range.values.length - 1
  return range.values[Math.min(last, Math.floor(unit * range.values.length))] as string
}

function textAtIndex(range: ParameterRange, index: number): string {
  if (range.kind === 'categorical') return range.values[index] as string
  return String(range.min + index)
}

function countValues(range: ParameterRange): number {
  if (range.kind === 'categorical') return range.values.length
  return range.kind === 'integer' ? range.max - range.min + 1 : Number.POSITIVE_INFINITY
}
