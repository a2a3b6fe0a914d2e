import { ascendingOrders } from '../linear-algebra/ascending-orders.ts'

/** The rows in ascending order of each column, sorted when first asked for. */
export function rowOrders(columns: readonly Float64Array[]): (column: number) => Int32Array {
  const known = new Map<number, Int32Array>()
  return (column) => {
    const found = known.get(column)
    if (found !== undefined) return found
    const [order] = ascendingOrders([columns[column]])
    known.set(column, order)
    return order
  }
}
