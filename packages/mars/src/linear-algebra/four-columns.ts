// The inner loops of products-in-blocks.ts: four columns of a basis against one column. What is read of
// it serves four products, and no sum waits for another one: even and odd rows are added up apart. Written
// out, for a loop over four takes several times as long. The kernel has the same loops
// (assembly/four-columns.ts).
import { kernelOf } from '../kernel/kernel.ts'

/** Four columns of a basis, the first of which stands at `at`; the last one again where it ends. */
export interface Group {
  readonly at: number
  readonly q: readonly [Float64Array, Float64Array, Float64Array, Float64Array]
}

/** A basis in groups of four. */
export function inFours(basis: readonly Float64Array[]): readonly Group[] {
  const column = (t: number): Float64Array => basis[Math.min(t, basis.length - 1)]
  return Array.from({ length: Math.ceil(basis.length / 4) }, (_, group) => {
    const at = 4 * group
    return { at, q: [column(at), column(at + 1), column(at + 2), column(at + 3)] }
  })
}

/** The loops for a column and a basis. */
export interface FourColumns {
  /** Adds to the products of the column with a group what the rows of a block contribute. */
  addProducts(group: Group, products: Float64Array, from: number, to: number): void
  /** Subtracts these amounts of a group from the column in the rows of a block. */
  subtract(group: Group, amounts: Float64Array, from: number, to: number): void
}

/** The loops for a column and a basis, by the kernel if they lie on its memory. */
export function fourColumns(c: Float64Array, basis: readonly Float64Array[]): FourColumns {
  const kernel = kernelOf(c, basis)
  if (kernel === null) {
    return {
      addProducts: (group, products, from, to) => addProducts(c, group, products, from, to),
      subtract: (group, amounts, from, to) => subtract(c, group, amounts, from, to),
    }
  }
  const { loops, scratch } = kernel
  return {
    addProducts({ at, q: [q0, q1, q2, q3] }, products, from, to) {
      const start = 8 * from
      loops.productsWithFour(
        c.byteOffset + start,
        q0.byteOffset + start,
        q1.byteOffset + start,
        q2.byteOffset + start,
        q3.byteOffset + start,
        scratch.byteOffset,
        to - from,
      )
      for (let k = 0; k < 4; k += 1) products[at + k] += scratch[k]
    },
    subtract({ at, q: [q0, q1, q2, q3] }, amounts, from, to) {
      const start = 8 * from
      loops.subtractFour(
        c.byteOffset + start,
        q0.byteOffset + start,
        q1.byteOffset + start,
        q2.byteOffset + start,
        q3.byteOffset + start,
        amounts[at],
        amounts[at + 1],
        amounts[at + 2],
        amounts[at + 3],
        to - from,
      )
    },
  }
}

function addProducts(
  c: Float64Array,
  { at, q: [q0, q1, q2, q3] }: Group,
  products: Float64Array,
  from: number,
  to: number,
): void {
  let even0 = 0
  let even1 = 0
  let even2 = 0
  let even3 = 0
  let odd0 = 0
  let odd1 = 0
  let odd2 = 0
  let odd3 = 0
  let i = from
  for (; i + 1 < to; i += 2) {
    const u = c[i]
    const v = c[i + 1]
    even0 += u * q0[i]
    even1 += u * q1[i]
    even2 += u * q2[i]
    even3 += u * q3[i]
    odd0 += v * q0[i + 1]
    odd1 += v * q1[i + 1]
    odd2 += v * q2[i + 1]
    odd3 += v * q3[i + 1]
  }
  if (i < to) {
    even0 += c[i] * q0[i]
    even1 += c[i] * q1[i]
    even2 += c[i] * q2[i]
    even3 += c[i] * q3[i]
  }
  products[at] += even0 + odd0
  products[at + 1] += even1 + odd1
  products[at + 2] += even2 + odd2
  products[at + 3] += even3 + odd3
}

function subtract(
  c: Float64Array,
  { at, q: [q0, q1, q2, q3] }: Group,
  amounts: Float64Array,
  from: number,
  to: number,
): void {
  const [a0, a1, a2, a3] = [amounts[at], amounts[at + 1], amounts[at + 2], amounts[at + 3]]
  for (let i = from; i < to; i += 1) {
    c[i] -= a0 * q0[i] + a1 * q1[i] + (a2 * q2[i] + a3 * q3[i])
  }
}
