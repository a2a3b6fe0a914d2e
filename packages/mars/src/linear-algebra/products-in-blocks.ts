// Some columns and a basis, four columns of it at a time, in blocks of rows that stay in the cache; the sums of the blocks are added up in their order.
import { fourColumns, inFours } from './four-columns.ts'

/** Rows worked on at a time. */
const blockRows = 2048

/** The products of each column with all columns of the basis. */
export function productsInBlocks(
  columns: readonly Float64Array[],
  basis: readonly Float64Array[],
): readonly Float64Array[] {
  return inBlocks(columns, basis, null, true)
}

/** Subtracts from each column, in place, these amounts of the columns of the basis. */
export function subtractInBlocks(
  columns: readonly Float64Array[],
  basis: readonly Float64Array[],
  amounts: readonly Float64Array[],
): void {
  inBlocks(columns, basis, amounts, false)
}

/** The products of what subtracting leaves; the basis passes through memory once for both. */
export function productsAfterSubtracting(
  columns: readonly Float64Array[],
  basis: readonly Float64Array[],
  amounts: readonly Float64Array[],
): readonly Float64Array[] {
  return inBlocks(columns, basis, amounts, true)
}

/** Subtracts amounts, if there are any, and then adds products up, if they are wanted, block by block. */
function inBlocks(
  columns: readonly Float64Array[],
  basis: readonly Float64Array[],
  amounts: readonly Float64Array[] | null,
  wantsProducts: boolean,
): readonly Float64Array[] {
  const groups = inFours(basis)
  const work = columns.map((column, k) => {
    const taken = new Float64Array(4 * groups.length)
    if (amounts !== null) taken.set(amounts[k])
    return { loops: fourColumns(column, basis), taken, products: new Float64Array(taken.length) }
  })
  const rows = columns.length === 0 ? 0 : columns[0].length
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(from + blockRows, rows)
    for (const { loops, taken } of amounts === null ? [] : work) {
      for (const group of groups) loops.subtract(group, taken, from, to)
    }
    for (const { loops, products } of wantsProducts ? work : []) {
      for (const group of groups) loops.addProducts(group, products, from, to)
    }
  }
  // The last group may hold the last column more than once.
  return work.map(({ products }) => products.slice(0, basis.length))
}
