// The hat diagonal of a least-squares fit:  h_i = [X (XᵀX)⁻¹ Xᵀ]_ii = Σ_k q_ik²,  X P = Q R.
// The columns of Q are H_1 … H_rank e_k, the reflections applied to unit vectors, which keeps h_i
// accurate where XᵀX would lose half the digits. They add up to the rank. O(rows · rank²).
import { applyQ, factorise } from './householder-qr.ts'
import { dependent } from './least-squares.ts'

/** The leverage of each row in a fit on the columns. */
export function leveragesOf(columns: readonly Float64Array[]): Float64Array {
  const factors = factorise(columns, dependent)
  const rows = columns[0].length
  const leverages = new Float64Array(rows)
  for (let k = 0; k < factors.rank; k += 1) {
    const q = new Float64Array(rows)
    q[k] = 1
    applyQ(factors, q)
    for (let i = 0; i < rows; i += 1) leverages[i] += q[i] * q[i]
  }
  return leverages
}
