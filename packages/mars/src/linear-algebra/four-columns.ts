// The inner loops of orthogonalise-in-blocks.ts: four columns of a basis against one column or two. What
// is read of a column serves four products, what is read of the basis both columns, and no sum waits for
// another one. Written out, for a loop over four or two takes several times as long.

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

/** Adds to the products of one column or two with a group what the rows of a block contribute. */
export function addProducts(
  columns: readonly Float64Array[],
  group: Group,
  products: readonly Float64Array[],
  from: number,
  to: number,
): void {
  const [c, d] = columns
  const [a, b] = products
  if (d === undefined) addProductsOfOne(c, group, a, from, to)
  else addProductsOfTwo(c, d, group, a, b, from, to)
}

/** Subtracts from one column or two, in the rows of a block, these amounts of a group. */
export function subtract(
  columns: readonly Float64Array[],
  group: Group,
  amounts: readonly Float64Array[],
  from: number,
  to: number,
): void {
  const [c, d] = columns
  const [a, b] = amounts
  if (d === undefined) subtractFromOne(c, group, a, from, to)
  else subtractFromTwo(c, d, group, a, b, from, to)
}

/** The products with one column. */
function addProductsOfOne(
  c: Float64Array,
  { at, q }: Group,
  a: Float64Array,
  from: number,
  to: number,
): void {
  const [q0, q1, q2, q3] = q
  let a0 = 0
  let a1 = 0
  let a2 = 0
  let a3 = 0
  for (let i = from; i < to; i += 1) {
    const u = c[i]
    a0 += u * q0[i]
    a1 += u * q1[i]
    a2 += u * q2[i]
    a3 += u * q3[i]
  }
  a[at] += a0
  a[at + 1] += a1
  a[at + 2] += a2
  a[at + 3] += a3
}

/** The products with two columns. */
function addProductsOfTwo(
  c: Float64Array,
  d: Float64Array,
  { at, q }: Group,
  a: Float64Array,
  b: Float64Array,
  from: number,
  to: number,
): void {
  const [q0, q1, q2, q3] = q
  let a0 = 0
  let a1 = 0
  let a2 = 0
  let a3 = 0
  let b0 = 0
  let b1 = 0
  let b2 = 0
  let b3 = 0
  for (let i = from; i < to; i += 1) {
    const u = c[i]
    const v = d[i]
    const v0 = q0[i]
    const v1 = q1[i]
    const v2 = q2[i]
    const v3 = q3[i]
    a0 += u * v0
    a1 += u * v1
    a2 += u * v2
    a3 += u * v3
    b0 += v * v0
    b1 += v * v1
    b2 += v * v2
    b3 += v * v3
  }
  a[at] += a0
  a[at + 1] += a1
  a[at + 2] += a2
  a[at + 3] += a3
  b[at] += b0
  b[at + 1] += b1
  b[at + 2] += b2
  b[at + 3] += b3
}

/** Subtracts from one column. */
function subtractFromOne(
  c: Float64Array,
  { at, q }: Group,
  a: Float64Array,
  from: number,
  to: number,
): void {
  const [q0, q1, q2, q3] = q
  const [a0, a1, a2, a3] = [a[at], a[at + 1], a[at + 2], a[at + 3]]
  for (let i = from; i < to; i += 1) {
    c[i] -= a0 * q0[i] + a1 * q1[i] + (a2 * q2[i] + a3 * q3[i])
  }
}

/** Subtracts from two columns. */
function subtractFromTwo(
  c: Float64Array,
  d: Float64Array,
  { at, q }: Group,
  a: Float64Array,
  b: Float64Array,
  from: number,
  to: number,
): void {
  const [q0, q1, q2, q3] = q
  const [a0, a1, a2, a3] = [a[at], a[at + 1], a[at + 2], a[at + 3]]
  const [b0, b1, b2, b3] = [b[at], b[at + 1], b[at + 2], b[at + 3]]
  for (let i = from; i < to; i += 1) {
    const v0 = q0[i]
    const v1 = q1[i]
    const v2 = q2[i]
    const v3 = q3[i]
    c[i] -= a0 * v0 + a1 * v1 + (a2 * v2 + a3 * v3)
    d[i] -= b0 * v0 + b1 * v1 + (b2 * v2 + b3 * v3)
  }
}
