// Twin of src/forward/pair/rows-above.ts: two rows at a time, their sums apart.
import { both, withEven } from './pairs'

/** Fills b and b h for the rows above t, 0 for all others, and six sums over them. */
export function fillRowsAbove(
  parent: usize,
  predictor: usize,
  t: f64,
  toParent: usize,
  toHinge: usize,
  found: usize,
  rows: usize,
): void {
  const zero = v128.splat<f64>(0)
  const one = v128.splat<f64>(1)
  const threshold = v128.splat<f64>(t)
  let parentSum = zero
  let hingeSum = zero
  let squares = zero
  let heights = zero
  let hingeSquares = zero
  let eligible = zero
  const end = (rows & ~1) << 3
  for (let i: usize = 0; i < end; i += 16) {
    const height = v128.sub<f64>(v128.load(predictor + i), threshold)
    const b = v128.and(v128.load(parent + i), v128.gt<f64>(height, zero))
    const hinge = v128.mul<f64>(b, height)
    v128.store(toParent + i, b)
    v128.store(toHinge + i, hinge)
    parentSum = v128.add<f64>(parentSum, b)
    hingeSum = v128.add<f64>(hingeSum, hinge)
    squares = v128.add<f64>(squares, v128.mul<f64>(b, b))
    heights = v128.add<f64>(heights, v128.mul<f64>(b, hinge))
    hingeSquares = v128.add<f64>(hingeSquares, v128.mul<f64>(hinge, hinge))
    eligible = v128.add<f64>(eligible, v128.and(v128.gt<f64>(b, zero), one))
  }
  if (rows & 1) {
    const height = load<f64>(predictor + end) - t
    const b = height > 0 ? load<f64>(parent + end) : 0
    const hinge = b * height
    store<f64>(toParent + end, b)
    store<f64>(toHinge + end, hinge)
    parentSum = withEven(parentSum, b)
    hingeSum = withEven(hingeSum, hinge)
    squares = withEven(squares, b * b)
    heights = withEven(heights, b * hinge)
    hingeSquares = withEven(hingeSquares, hinge * hinge)
    eligible = withEven(eligible, b > 0 ? 1 : 0)
  }
  store<f64>(found, both(parentSum))
  store<f64>(found, both(hingeSum), 8)
  store<f64>(found, both(squares), 16)
  store<f64>(found, both(heights), 24)
  store<f64>(found, both(hingeSquares), 32)
  store<f64>(found, both(eligible), 40)
}
