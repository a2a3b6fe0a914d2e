// Twin of src/linear-algebra/four-columns.ts: two rows at a time, their sums apart.
import { both, withEven } from './pairs'

/** Writes the products of c with q₀ … q₃ to `found`. */
export function productsWithFour(
  c: usize,
  q0: usize,
  q1: usize,
  q2: usize,
  q3: usize,
  found: usize,
  rows: usize,
): void {
  let a0 = v128.splat<f64>(0)
  let a1 = a0
  let a2 = a0
  let a3 = a0
  const end = (rows & ~1) << 3
  for (let i: usize = 0; i < end; i += 16) {
    const u = v128.load(c + i)
    a0 = v128.add<f64>(a0, v128.mul<f64>(u, v128.load(q0 + i)))
    a1 = v128.add<f64>(a1, v128.mul<f64>(u, v128.load(q1 + i)))
    a2 = v128.add<f64>(a2, v128.mul<f64>(u, v128.load(q2 + i)))
    a3 = v128.add<f64>(a3, v128.mul<f64>(u, v128.load(q3 + i)))
  }
  if (rows & 1) {
    const u = load<f64>(c + end)
    a0 = withEven(a0, u * load<f64>(q0 + end))
    a1 = withEven(a1, u * load<f64>(q1 + end))
    a2 = withEven(a2, u * load<f64>(q2 + end))
    a3 = withEven(a3, u * load<f64>(q3 + end))
  }
  store<f64>(found, both(a0))
  store<f64>(found, both(a1), 8)
  store<f64>(found, both(a2), 16)
  store<f64>(found, both(a3), 24)
}

/** c ← c − (a₀ q₀ + a₁ q₁ + (a₂ q₂ + a₃ q₃)). */
export function subtractFour(
  c: usize,
  q0: usize,
  q1: usize,
  q2: usize,
  q3: usize,
  a0: f64,
  a1: f64,
  a2: f64,
  a3: f64,
  rows: usize,
): void {
  const s0 = v128.splat<f64>(a0)
  const s1 = v128.splat<f64>(a1)
  const s2 = v128.splat<f64>(a2)
  const s3 = v128.splat<f64>(a3)
  const end = (rows & ~1) << 3
  for (let i: usize = 0; i < end; i += 16) {
    const part = sum(s0, q0 + i, s1, q1 + i, s2, q2 + i, s3, q3 + i)
    v128.store(c + i, v128.sub<f64>(v128.load(c + i), part))
  }
  if (rows & 1) {
    const part =
      a0 * load<f64>(q0 + end) +
      a1 * load<f64>(q1 + end) +
      (a2 * load<f64>(q2 + end) + a3 * load<f64>(q3 + end))
    store<f64>(c + end, load<f64>(c + end) - part)
  }
}

/** Σ a q of two rows. */
function sum(
  a0: v128,
  q0: usize,
  a1: v128,
  q1: usize,
  a2: v128,
  q2: usize,
  a3: v128,
  q3: usize,
): v128 {
  const lower = v128.add<f64>(v128.mul<f64>(a0, v128.load(q0)), v128.mul<f64>(a1, v128.load(q1)))
  const upper = v128.add<f64>(v128.mul<f64>(a2, v128.load(q2)), v128.mul<f64>(a3, v128.load(q3)))
  return v128.add<f64>(lower, upper)
}
