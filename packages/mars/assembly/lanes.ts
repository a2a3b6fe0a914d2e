// Twin of the loop in src/forward/screen/lanes.ts.

/** Fills two lanes that stand side by side with b₁·q₁ and b₂·q₂; `stride` bytes lie between rows. */
export function fillTwoLanes(
  b1: usize,
  q1: usize,
  b2: usize,
  q2: usize,
  values: usize,
  stride: usize,
  rows: usize,
): void {
  const end = b1 + ((rows & ~1) << 3)
  while (b1 < end) {
    const first = v128.mul<f64>(v128.load(b1), v128.load(q1))
    const second = v128.mul<f64>(v128.load(b2), v128.load(q2))
    v128.store(values, v128.shuffle<f64>(first, second, 0, 2))
    v128.store(values + stride, v128.shuffle<f64>(first, second, 1, 3))
    b1 += 16
    q1 += 16
    b2 += 16
    q2 += 16
    values += stride << 1
  }
  if (rows & 1) {
    store<f64>(values, load<f64>(b1) * load<f64>(q1))
    store<f64>(values, load<f64>(b2) * load<f64>(q2), 8)
  }
}
