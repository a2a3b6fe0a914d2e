// The rows above a value t of a predictor x, under a parent b: what sums over them begin with, where knots are
// tried at t and below. They are sums of products, which need no order of the rows. The kernel has the same loop
// (assembly/rows-above.ts).
import { type Kernel, kernelOf } from '../../kernel/kernel.ts'
import { dot } from '../../linear-algebra/sums.ts'
import type { ForwardProblem } from '../forward-state.ts'

/** With h = x − t and u the constant column, over the rows above t. */
export interface RowsAbove {
  /** b, and 0 in all other rows. */
  readonly parent: Float64Array
  /** b h, and 0 in all other rows. */
  readonly hinge: Float64Array
  /** Σ b u, Σ b u h. */
  parentSum: number
  hingeSum: number
  /** Σ b², Σ b² h, Σ b² h². */
  squares: number
  heights: number
  hingeSquares: number
  /** Rows with b above 0. */
  eligible: number
}

/** Room for the rows of a problem. */
export function emptyRowsAbove({ rows, memory }: ForwardProblem): RowsAbove {
  return {
    parent: memory.float64(rows),
    hinge: memory.float64(rows),
    parentSum: 0,
    hingeSum: 0,
    squares: 0,
    heights: 0,
    hingeSquares: 0,
    eligible: 0,
  }
}

/** Finds the rows above t; `constant` is null where rows have no weights. */
export function fillRowsAbove(
  above: RowsAbove,
  t: number,
  { parent, predictor }: { readonly parent: Float64Array; readonly predictor: Float64Array },
  constant: Float64Array | null,
): void {
  const kernel = kernelOf(above.parent, [above.hinge, parent, predictor])
  const [parentSum, hingeSum, squares, heights, hingeSquares, eligible] =
    kernel === null
      ? fillInPlain(above, t, parent, predictor)
      : fillByKernel(kernel, above, t, parent, predictor)
  Object.assign(above, { parentSum, hingeSum, squares, heights, hingeSquares, eligible })
  if (constant === null) return
  above.parentSum = dot(above.parent, constant)
  above.hingeSum = dot(above.hinge, constant)
}

/** Fills the columns and returns the sums in their order, without weights. */
function fillByKernel(
  { loops, scratch }: Kernel,
  above: RowsAbove,
  t: number,
  parent: Float64Array,
  predictor: Float64Array,
): Iterable<number> {
  loops.fillRowsAbove(
    parent.byteOffset,
    predictor.byteOffset,
    t,
    above.parent.byteOffset,
    above.hinge.byteOffset,
    scratch.byteOffset,
    parent.length,
  )
  return scratch
}

/** The same in TypeScript: even and odd rows are added up apart, as the kernel does. */
function fillInPlain(
  above: RowsAbove,
  t: number,
  parent: Float64Array,
  predictor: Float64Array,
): Iterable<number> {
  const sums = [new Float64Array(6), new Float64Array(6)]
  for (const [side, found] of sums.entries()) {
    let [parentSum, hingeSum, squares, heights, hingeSquares, eligible] = [0, 0, 0, 0, 0, 0]
    for (let i = side; i < parent.length; i += 2) {
      const height = predictor[i] - t
      const b = height > 0 ? parent[i] : 0
      const hinge = b * height
      above.parent[i] = b
      above.hinge[i] = hinge
      parentSum += b
      hingeSum += hinge
      squares += b * b
      heights += b * hinge
      hingeSquares += hinge * hinge
      eligible += b > 0 ? 1 : 0
    }
    found.set([parentSum, hingeSum, squares, heights, hingeSquares, eligible])
  }
  const [even, odd] = sums
  return even.map((sum, at) => sum + odd[at])
}
