// Some columns and a basis, four columns of it at a time, in blocks of rows that stay in the cache; the sums of the blocks are added up in their order.
import { fourColumns, type Group, inFours } from './four-columns.ts'

/** Rows worked on at a time. */
const blockRows = 2048

/** The products of each column with all columns of the basis. */
export function productsInBlocks(
  columns: readonly Float64Array[],
  basis: readonly Float64Array[],
): readonly Float64Array[] {
  const groups = inFours(basis)
  const found = columns.map((column) => ({
    loops: fourColumns(column, basis),
    products: new Float64Array(4 * groups.length),
  }))
  forEachBlock(columns, groups, (group, from, to) => {
    for (const { loops, products } of found) loops.addProducts(group, products, from, to)
  })
  // The last group may hold the last column more than once.
  return found.map(({ products }) => products.slice(0, basis.length))
}

/** Subtracts from each column, in place, these amounts of the columns of the basis. */
export function subtractInBlocks(
  columns: readonly Float64Array[],
  basis: readonly Float64Array[],
  amounts: readonly Float64Array[],
): void {
  const groups = inFours(basis)
  const work = columns.map((column, k) => {
    const filled = new Float64Array(4 * groups.length)
    filled.set(amounts[k])
    return { loops: fourColumns(column, basis), filled }
  })
  forEachBlock(columns, groups, (group, from, to) => {
    for (const { loops, filled } of work) loops.subtract(group, filled, from, to)
  })
}

/** Visits all groups in one block of the columns' rows after the other. */
function forEachBlock(
  columns: readonly Float64Array[],
  groups: readonly Group[],
  visit: (group: Group, from: number, to: number) => void,
): void {
  const rows = columns.length === 0 ? 0 : columns[0].length
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(from + blockRows, rows)
    for (const group of groups) visit(group, from, to)
  }
}
