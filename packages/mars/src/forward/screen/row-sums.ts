// Sums over rows by bin, the hot loop of a fit. Each predictor's rows lie in bins between its
// boundaries t_0 < t_1 < … (see knot-bins.ts); δ is a row's distance above the boundary below it. For
// columns v₁ … v_L, one to a lane, every bin gets
//
//   Σ v_l      Σ v_l δ          over its rows, block by block, in each in ascending order
//
// which, added up from the top bin down, are the products of v_l with a hinge at every boundary. The kernel
// has the same loops (assembly/row-sums.ts).
import { kernelOf } from '../../kernel/kernel.ts'
import type { Adder, KernelLoops } from '../../kernel/kernel-loops.ts'
import type { WorkMemory } from '../../kernel/memory.ts'
import { blockRows, bytesOfRows, emptyRowsByBin, type RowsByBin } from './rows-by-bin.ts'

/** How many columns are added up in one pass. */
export type Lanes = 2 | 4 | 8

/** Adds up rows; owns the arrays it works on, which others fill. */
export interface RowSums {
  /** The rows of each predictor. */
  readonly rows: readonly RowsByBin[]
  /** How many columns can be added up at once, in ascending order. */
  readonly lanes: readonly Lanes[]
  /** The values of one block, row by row with as many lanes in each. */
  readonly values: Float64Array
  /**
   * Tables of sums, an entry a bin: Σ v_l of all lanes, then Σ v_l δ; of squares Σ v², Σ v² δ, Σ v² δ² and
   * the number of rows with v above 0.
   */
  readonly tables: readonly Float64Array[]
  /** Adds a block of a predictor to a table. */
  add(predictor: number, table: number, lanes: Lanes, block: number): void
  /** Adds the squares of a single lane likewise. */
  addSquares(predictor: number, table: number, block: number): void
}

/** How large the arrays are to be. */
export interface RowSumsSize {
  readonly rows: number
  readonly predictors: number
  /** Bins of the predictor with the most. */
  readonly bins: number
}

/** As many lanes as there can be. */
export const mostLanes = 8

/** Tables take about as many bytes together, for they are walked through block by block. */
const bytesOfTables = 2 ** 23

/** How many predictors are worked on at once. */
function tablesOf({ predictors, bins }: RowSumsSize): number {
  return Math.min(predictors, Math.max(1, Math.floor(bytesOfTables / (8 * tableLength(bins)))))
}

/** How many numbers an entry takes: two sums for each lane, or what there is of squares. */
export function entryLength(what: Lanes | 'squares'): number {
  return what === 'squares' ? 4 : 2 * what
}

/** How many numbers a table takes. */
function tableLength(bins: number): number {
  return entryLength(mostLanes) * bins
}

/** The bytes that all arrays take. */
export function bytesOfSums(size: RowSumsSize): number {
  const { rows, predictors, bins } = size
  const values = 8 * mostLanes * Math.min(rows, blockRows)
  return values + predictors * bytesOfRows(rows, bins) + 8 * tablesOf(size) * tableLength(bins)
}

/** Row sums on a memory: by its kernel if it has one. */
export function createRowSums(size: RowSumsSize, memory: WorkMemory): RowSums {
  const { rows, predictors, bins } = size
  const values = memory.float64(mostLanes * Math.min(rows, blockRows))
  const tables = Array.from({ length: tablesOf(size) }, () => memory.float64(tableLength(bins)))
  const byBin = Array.from({ length: predictors }, () => emptyRowsByBin(rows, bins, memory))
  const arrays = byBin.flatMap(({ order, above, runs }) => [order, above, runs])
  const kernel = kernelOf(values, [...tables, ...arrays])
  const loops: Loops = kernel === null ? plainLoops : kernelLoops(kernel.loops)
  const work = (predictor: number, table: number, block: number): Work => ({
    rows: byBin[predictor],
    block,
    values,
    sums: tables[table],
  })
  return {
    rows: byBin,
    lanes: [...loops.add.keys()],
    values,
    tables,
    add: (predictor, table, lanes, block) => loops.add.get(lanes)?.(work(predictor, table, block)),
    addSquares: (predictor, table, block) => loops.addSquares(work(predictor, table, block)),
  }
}

/** A block of a predictor's rows, and the table that it is added to. */
interface Work {
  readonly rows: RowsByBin
  readonly block: number
  readonly values: Float64Array
  readonly sums: Float64Array
}

/** The loops, by how many lanes they add. */
interface Loops {
  readonly add: ReadonlyMap<Lanes, (work: Work) => void>
  addSquares(work: Work): void
}

/** Sums of eight lanes find no room in the processor's registers. */
const plainLoops: Loops = {
  add: new Map([
    [2, addTwo],
    [4, addFour],
  ]),
  addSquares,
}

/** The loops of the kernel, which take addresses. */
function kernelLoops({ addTwo, addFour, addEight, addSquares }: KernelLoops): Loops {
  const by =
    (adder: Adder) =>
    ({ rows, block, values, sums }: Work): void => {
      const { runs, room, counts, order, above } = rows
      const first = runs.byteOffset + 8 * block * room
      adder(
        first,
        first + 8 * counts[block],
        order.byteOffset + order.BYTES_PER_ELEMENT * block * blockRows,
        above.byteOffset + above.BYTES_PER_ELEMENT * block * blockRows,
        values.byteOffset,
        sums.byteOffset,
      )
    }
  return {
    add: new Map([
      [2, by(addTwo)],
      [4, by(addFour)],
      [8, by(addEight)],
    ]),
    addSquares: by(addSquares),
  }
}

function addTwo({ rows, block, values, sums }: Work): void {
  const { order, above, runs, room, counts } = rows
  let i = block * blockRows
  for (let run = block * room; run < block * room + counts[block]; run += 1) {
    const at = runs[2 * run] << 2
    const end = i + runs[2 * run + 1]
    let s0 = sums[at]
    let s1 = sums[at + 1]
    let t0 = sums[at + 2]
    let t1 = sums[at + 3]
    for (; i < end; i += 1) {
      const row = order[i] << 1
      const distance = above[i]
      const v0 = values[row]
      const v1 = values[row + 1]
      s0 += v0
      s1 += v1
      t0 += v0 * distance
      t1 += v1 * distance
    }
    sums[at] = s0
    sums[at + 1] = s1
    sums[at + 2] = t0
    sums[at + 3] = t1
  }
}

function addFour({ rows, block, values, sums }: Work): void {
  const { order, above, runs, room, counts } = rows
  let i = block * blockRows
  for (let run = block * room; run < block * room + counts[block]; run += 1) {
    const at = runs[2 * run] << 3
    const end = i + runs[2 * run + 1]
    let s0 = sums[at]
    let s1 = sums[at + 1]
    let s2 = sums[at + 2]
    let s3 = sums[at + 3]
    let t0 = sums[at + 4]
    let t1 = sums[at + 5]
    let t2 = sums[at + 6]
    let t3 = sums[at + 7]
    for (; i < end; i += 1) {
      const row = order[i] << 2
      const distance = above[i]
      const v0 = values[row]
      const v1 = values[row + 1]
      const v2 = values[row + 2]
      const v3 = values[row + 3]
      s0 += v0
      s1 += v1
      s2 += v2
      s3 += v3
      t0 += v0 * distance
      t1 += v1 * distance
      t2 += v2 * distance
      t3 += v3 * distance
    }
    sums[at] = s0
    sums[at + 1] = s1
    sums[at + 2] = s2
    sums[at + 3] = s3
    sums[at + 4] = t0
    sums[at + 5] = t1
    sums[at + 6] = t2
    sums[at + 7] = t3
  }
}

function addSquares({ rows, block, values, sums }: Work): void {
  const { order, above, runs, room, counts } = rows
  let i = block * blockRows
  for (let run = block * room; run < block * room + counts[block]; run += 1) {
    const at = runs[2 * run] << 2
    const end = i + runs[2 * run + 1]
    let weight = sums[at]
    let height = sums[at + 1]
    let square = sums[at + 2]
    let eligible = sums[at + 3]
    for (; i < end; i += 1) {
      const value = values[order[i]]
      const distance = above[i]
      const whole = value * value
      const first = whole * distance
      weight += whole
      height += first
      square += first * distance
      eligible += value > 0 ? 1 : 0
    }
    sums[at] = weight
    sums[at + 1] = height
    sums[at + 2] = square
    sums[at + 3] = eligible
  }
}
