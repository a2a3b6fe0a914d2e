// How the values of a range lie on [0, 1], where every strategy works.
//
// With f(x) = x (linear), ln x (logarithmic) or −ln(1 − x) (reverse logarithmic), a value x of a range from a to b is at
//
//   u(x) = (f(x) − f(a)) / (f(b) − f(a))
//
// An integer stands for all that is rounded to it, so its range is taken from a − ½ to b + ½: then uniform draws of u give
// each integer of a linear range equally often, the ends as well.
import type { NumericRange, Scaling } from './parameter-range.ts'

/** Where a value of a range lies between 0 and 1. */
export function unitOf(range: NumericRange, value: number): number {
  const [low, high] = ends(range)
  const { forth } = scales[range.scaling]
  return (forth(value) - forth(low)) / (forth(high) - forth(low))
}

/** The value that lies at a place between 0 and 1; of an integer range the nearest integer. */
export function valueAt(range: NumericRange, unit: number): number {
  const [low, high] = ends(range)
  const { forth, back } = scales[range.scaling]
  const value = back(forth(low) + unit * (forth(high) - forth(low)))
  const whole = range.kind === 'integer' ? Math.round(value) : value
  return Math.min(range.max, Math.max(range.min, whole))
}

/**
 * The scale for a range whose owner leaves it to us: logarithmic from two powers of ten on, where equal steps would leave
 * the small values out. SageMaker's own rule is not documented.
 */
export function automaticScaling(min: number, max: number): Scaling {
  return min > 0 && max / min >= 100 ? 'Logarithmic' : 'Linear'
}

function ends({ kind, min, max }: NumericRange): readonly [number, number] {
  return kind === 'integer' ? [min - 0.5, max + 0.5] : [min, max]
}

const same = (x: number): number => x

const scales = {
  Linear: { forth: same, back: same },
  Logarithmic: { forth: Math.log, back: Math.exp },
  ReverseLogarithmic: {
    forth: (x: number) => -Math.log1p(-x),
    back: (y: number) => -Math.expm1(-y),
  },
}
