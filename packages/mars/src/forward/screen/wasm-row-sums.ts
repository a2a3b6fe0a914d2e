// Row sums by the WebAssembly kernel (assembly/row-sums.ts), compiled at build time and embedded. All its
// arrays lie in one memory of a size known beforehand.
import { kernelBytes } from '../../generated/kernel-wasm.ts'
import { plainRowSums, type RowSums, type RowSumsSize, tableLength } from './row-sums.ts'

/** What the kernel exports: addresses of bins, above, values and sums; rows. */
type Adder = (bins: number, above: number, values: number, sums: number, rows: number) => void

/** As much of WebAssembly as is used here: neither Node's types nor a browser's are assumed. */
interface WebAssemblyLike {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Memory: new (size: {
    readonly initial: number
    readonly maximum: number
  }) => {
    readonly buffer: ArrayBuffer
  }
  readonly Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: Record<string, unknown> }
}

const pageBytes = 65536

/** Bytes that pass through the caches together: as many as an entry of four lanes takes. */
const cacheLine = 64

/** The kernel once it is compiled, for all fits. */
let compiled: object | undefined

/** Row sums by WebAssembly; in TypeScript where there is none, or none with SIMD, or not enough memory. */
export function fastestRowSums(size: RowSumsSize): RowSums {
  try {
    return wasmRowSums(size)
  } catch {
    return plainRowSums(size)
  }
}

/** Row sums by WebAssembly. */
export function wasmRowSums(size: RowSumsSize): RowSums {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyLike }
  const { Module, Memory, Instance } = WebAssembly
  compiled ??= new Module(kernelBytes)
  // The kernel takes four rows at a time: the last ones are made up, of value 0.
  const rows = Math.ceil(size.rows / 4) * 4
  const bytes =
    (12 * size.predictors + 32) * rows +
    size.tables * 8 * tableLength(size) +
    cacheLine * (2 * size.predictors + size.tables + 2)
  const pages = Math.ceil(bytes / pageBytes)
  const memory = new Memory({ initial: pages, maximum: pages })
  const { exports } = new Instance(compiled, { env: { memory } })
  const adders = { 1: exports.addOne, 2: exports.addTwo, 4: exports.addFour } as Record<
    1 | 2 | 4,
    Adder
  >
  const squares = exports.addSquares as Adder

  let free = 0
  const place = (length: number): number => {
    const at = free
    free = Math.ceil((free + length) / cacheLine) * cacheLine
    return at
  }
  const { buffer } = memory
  const columns = <T>(make: () => T): readonly T[] => Array.from({ length: size.predictors }, make)
  const float64 = (length: number): Float64Array =>
    new Float64Array(buffer, place(8 * length), length)
  const bins = columns(() => new Uint32Array(buffer, place(4 * rows), rows))
  const above = columns(() => float64(rows))
  const values = float64(4 * rows)
  const tables = Array.from({ length: size.tables }, () => float64(tableLength(size)))

  const call = (
    adder: Adder,
    lanes: number,
    [predictor, table, from, count]: readonly [number, number, number, number],
  ): void =>
    adder(
      bins[predictor].byteOffset + 4 * from,
      above[predictor].byteOffset + 8 * from,
      values.byteOffset + 8 * lanes * from,
      tables[table].byteOffset,
      Math.ceil(count / 4) * 4,
    )
  return {
    bins,
    above,
    values,
    tables,
    add(predictor, table, lanes, from, count) {
      const to = from + count
      if (to === size.rows) values.fill(0, lanes * to, lanes * rows)
      call(adders[lanes], lanes, [predictor, table, from, count])
    },
    addSquares(predictor, table, from, count) {
      const to = from + count
      if (to === size.rows) values.fill(0, to, rows)
      call(squares, 1, [predictor, table, from, count])
    },
  }
}
