// The loops that prediction spends its time in: each adds terms to the sums of a block of rows.
//
// A hinge is written without a question,
//
//   max(0, d) = (d + |d|) ½,    d = ±(x − knot),
//
// which is exact unless 2d is beyond the greatest double, and then the sum is not finite. Knots lie in
// the midst of the data, so that a processor that has to guess which side a row is on guesses wrong at
// many.
import type { PlannedFactor } from './term-plan.ts'

/** Rows that stay in the first-level cache while all terms go over them. */
export interface Block {
  /** The design columns, of `rows` each. */
  readonly columns: readonly Float64Array[]
  readonly rows: number
  /** The rows that are worked on. */
  readonly from: number
  readonly to: number
  /** Room for the values of a term. */
  readonly values: Float64Array
}

/** Terms to add, one or two, and the loop that does it. */
export interface TermStep {
  readonly add: (sums: Float64Array, block: Block, step: TermStep) => void
  readonly factors: readonly PlannedFactor[]
  /** The coefficient of each of two terms, or those of one term for each response. */
  readonly betas: readonly number[]
}

/** s += β f for two terms of one hinge, one response. */
export function addHinges(
  sums: Float64Array,
  { columns, from, to }: Block,
  { factors, betas }: TermStep,
): void {
  const [f, g] = factors
  const { dir: dirF, knot: knotF } = f
  const { dir: dirG, knot: knotG } = g
  const [betaF, betaG] = betas
  const x = columns[f.column]
  const y = columns[g.column]
  for (let i = from; i < to; i += 1) {
    const d = dirF * (x[i] - knotF)
    const e = dirG * (y[i] - knotG)
    const first = betaF * ((d + Math.abs(d)) * 0.5)
    sums[i] = sums[i] + first + betaG * ((e + Math.abs(e)) * 0.5)
  }
}

/** s += β f g for two terms of two hinges, one response. */
export function addProducts(
  sums: Float64Array,
  { columns, from, to }: Block,
  { factors, betas }: TermStep,
): void {
  const [a, b, p, q] = factors
  const { dir: dirA, knot: knotA } = a
  const { dir: dirB, knot: knotB } = b
  const { dir: dirP, knot: knotP } = p
  const { dir: dirQ, knot: knotQ } = q
  const [betaAB, betaPQ] = betas
  const xa = columns[a.column]
  const xb = columns[b.column]
  const xp = columns[p.column]
  const xq = columns[q.column]
  for (let i = from; i < to; i += 1) {
    const da = dirA * (xa[i] - knotA)
    const db = dirB * (xb[i] - knotB)
    const dp = dirP * (xp[i] - knotP)
    const dq = dirQ * (xq[i] - knotQ)
    const ab = (da + Math.abs(da)) * 0.5 * ((db + Math.abs(db)) * 0.5)
    const pq = (dp + Math.abs(dp)) * 0.5 * ((dq + Math.abs(dq)) * 0.5)
    sums[i] = sums[i] + betaAB * ab + betaPQ * pq
  }
}

/** s_r += β_r b for one term of any factors, each response. */
export function addTerm(
  sums: Float64Array,
  { columns, rows, from, to, values }: Block,
  { factors, betas }: TermStep,
): void {
  values.fill(1)
  for (const { column, dir, knot } of factors) {
    const x = columns[column]
    if (dir === 2) {
      for (let i = from; i < to; i += 1) values[i - from] *= x[i]
      continue
    }
    for (let i = from; i < to; i += 1) {
      const d = dir * (x[i] - knot)
      values[i - from] *= (d + Math.abs(d)) * 0.5
    }
  }
  for (let r = 0; r < betas.length; r += 1) {
    const beta = betas[r]
    const start = r * rows
    for (let i = from; i < to; i += 1) sums[start + i] += beta * values[i - from]
  }
}
