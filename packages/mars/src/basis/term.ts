// A term is a product over design columns v of one factor each:
//
//   dirs[v] =  0: no factor       dirs[v] = +1: max(0, x_v − cuts[v])
//   dirs[v] =  2: x_v             dirs[v] = −1: max(0, cuts[v] − x_v)
//
// A linear factor keeps the column's minimum as its cut, which is not used. The intercept has no
// factor.

/** A product of hinges and plain columns. */
export interface Term {
  /** 0, 1, −1 or 2, one a design column. */
  readonly dirs: readonly number[]
  /** The knots; 0 where there is no factor. */
  readonly cuts: readonly number[]
}

/** The empty product. */
export function interceptTerm(columns: number): Term {
  return { dirs: new Array<number>(columns).fill(0), cuts: new Array<number>(columns).fill(0) }
}

/** The term times one more factor. */
export function withFactor(term: Term, column: number, dir: number, cut: number): Term {
  return { dirs: term.dirs.with(column, dir), cuts: term.cuts.with(column, cut) }
}

/** Multiplies `values`, in place, by one factor. */
export function multiplyByFactor(
  values: Float64Array,
  x: Float64Array,
  dir: number,
  cut: number,
): void {
  const rows = values.length
  if (dir === 2) {
    for (let i = 0; i < rows; i += 1) values[i] *= x[i]
    return
  }
  // Without a branch, which would be foretold wrongly every other row: d + |d| is 2 d or 0.
  for (let i = 0; i < rows; i += 1) {
    const distance = dir * (x[i] - cut)
    values[i] *= (distance + Math.abs(distance)) * 0.5
  }
}
