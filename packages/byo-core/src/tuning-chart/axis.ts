import type { TuningRange } from '../tuning/ranges.ts'

/** Where values lie, as parts of an axis: 0 at its begin, 1 at its end. */
export interface Axis {
  place(value: unknown): number
  /** In order, with what stands beside them. */
  readonly ticks: readonly { readonly place: number; readonly label: string }[]
  /** The width of one category, as a part of the axis; 0 for numbers. */
  readonly band: number
  /** Over how much of the axis points of the same value are spread, so that they don't hide each other. */
  readonly spread: number
}

/** Empty space at both ends, as a part of the axis, so that no point lies on its edge. */
const padding = 0.05

/** So many whole numbers have points of the same value; of more they seldom have. */
const fewNumbers = 12

/** An axis of numbers with so many ticks, about; `wholeNumbers` puts none between them. */
export function linearAxis(
  [low, high]: readonly [number, number],
  count: number,
  { wholeNumbers = false }: { readonly wholeNumbers?: boolean } = {},
): Axis {
  const step = Math.max(niceStep((high - low) / count), wholeNumbers ? 1 : 0)
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  const values = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step)
  return scaledAxis([low, high], values, (value) => value)
}

/** An axis of numbers above 0, where equal factors have equal lengths. */
function logarithmicAxis([low, high]: readonly [number, number], count: number): Axis {
  return stretchedAxis([low, high], count, {
    stretch: Math.log10,
    valuesAt: (decade, mantissa) => mantissa * 10 ** decade,
    decades: [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))],
  })
}

/** An axis of numbers from 0 to below 1, stretched towards 1: 0.9, 0.99 and 0.999 are equally far apart. */
function reverseLogarithmicAxis([low, high]: readonly [number, number], count: number): Axis {
  const stretch = (value: number) => -Math.log10(1 - value)
  return stretchedAxis([low, high], count, {
    stretch,
    valuesAt: (decade, mantissa) => 1 - mantissa * 10 ** -decade,
    decades: [Math.floor(stretch(low)), Math.ceil(stretch(high)) + 1],
  })
}

/** An axis that says nothing, for want of values. */
export const emptyAxis: Axis = { place: () => 0.5, ticks: [], band: 0, spread: 0 }

/** An axis with a band for each category. */
function categoricalAxis(values: readonly unknown[]): Axis {
  const labels = [...new Set(values.map(String))]
  const band = 1 / Math.max(1, labels.length)
  const place = (value: unknown) => (labels.indexOf(String(value)) + 0.5) * band
  return {
    place,
    band,
    spread: band / 2,
    ticks: labels.map((label) => ({ place: place(label), label })),
  }
}

/** The axis of a hyperparameter, by its range or, without one, by its values. */
export function parameterAxis(
  range: TuningRange | undefined,
  values: readonly unknown[],
  count: number,
): Axis {
  if (range?.kind === 'categorical') return categoricalAxis([...range.values, ...values])
  const numbers = values.filter((value) => typeof value === 'number')
  if (range === undefined && numbers.length < values.length) return categoricalAxis(values)
  const ends = range === undefined ? numbers : [...numbers, range.min, range.max]
  const extent = extentOf(ends)
  const [low, high] = extent
  if (range?.scaling === 'Logarithmic' && low > 0 && high > low) {
    return logarithmicAxis(extent, count)
  }
  if (range?.scaling === 'ReverseLogarithmic' && low >= 0 && high < 1 && high > low) {
    return reverseLogarithmicAxis(extent, count)
  }
  const wholeNumbers = numbers.every(Number.isInteger) && range?.kind !== 'continuous'
  const axis = linearAxis(extent, count, { wholeNumbers })
  return wholeNumbers && high - low <= fewNumbers
    ? { ...axis, spread: 0.2 / (high - low + 1) }
    : axis
}

/** From the smallest to the largest; something around it where there is only one number, or none. */
export function extentOf(values: readonly number[]): [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  if (low > high) return [0, 1]
  if (low < high) return [low, high]
  const margin = low === 0 ? 1 : Math.abs(low) * 0.1
  return [low - margin, low + margin]
}

/** How ticks are written: short, and without the noise of binary fractions. */
export function formatTick(value: number): string {
  const short = Number(value.toPrecision(6))
  const isLong = short !== 0 && (Math.abs(short) < 1e-4 || Math.abs(short) >= 1e6)
  return isLong ? short.toExponential().replace('e+', 'e') : String(short)
}

/** How an axis is stretched: what it shows is `stretch` of a value. */
interface Stretching {
  readonly stretch: (value: number) => number
  readonly valuesAt: (decade: number, mantissa: number) => number
  readonly decades: readonly [number, number]
}

/** Ticks at powers of ten; with few of those also at twice and five times as much, and else as on a linear axis. */
function stretchedAxis(
  [low, high]: readonly [number, number],
  count: number,
  { stretch, valuesAt, decades: [first, last] }: Stretching,
): Axis {
  const decades = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const within = (mantissas: readonly number[]) =>
    decades
      .flatMap((decade) => mantissas.map((mantissa) => valuesAt(decade, mantissa)))
      .filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9))
      .sort((a, b) => a - b)
  const powers = within([1])
  const chosen = powers.length >= 3 ? powers : within([1, 2, 5])
  const thinned = everyNth(chosen, Math.ceil(chosen.length / Math.max(count, 2)))
  if (thinned.length >= 2) return scaledAxis([low, high], thinned, stretch)
  const step = niceStep((high - low) / count)
  const linear = Array.from(
    { length: Math.floor(high / step) - Math.ceil(low / step) + 1 },
    (_, index) => (Math.ceil(low / step) + index) * step,
  )
  return scaledAxis([low, high], linear, stretch)
}

function scaledAxis(
  [low, high]: readonly [number, number],
  values: readonly number[],
  stretch: (value: number) => number,
): Axis {
  const [from, to] = [stretch(low), stretch(high)]
  const place = (value: unknown) =>
    padding + ((1 - 2 * padding) * (stretch(Number(value)) - from)) / (to - from)
  const ticks = values.map((value) => ({ place: place(value), label: formatTick(value) }))
  return { place, ticks, band: 0, spread: 0 }
}

/** The next of 1, 2 and 5 times a power of ten. */
function niceStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step))
  return power * ([1, 2, 5].find((mantissa) => step <= mantissa * power * (1 + 1e-9)) ?? 10)
}

function everyNth<T>(values: readonly T[], n: number): T[] {
  return values.filter((_, index) => index % n === 0)
}
