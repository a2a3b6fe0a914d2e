// The hot loop of a fit, in AssemblyScript: src/forward/screen/row-sums.ts says what it computes and has
// it in TypeScript; both give the same bits, for every lane is a sum of its own in the same order.
// Arguments are addresses; `rows` is a multiple of 4.

/** One column: an entry holds [v, v·above]. */
export function addOne(bins: usize, above: usize, values: usize, sums: usize, rows: usize): void {
  for (let i: usize = 0; i < rows; i += 4) {
    const b = bins + (i << 2)
    const d = above + (i << 3)
    const v = values + (i << 3)
    one(sums + ((<usize>load<u32>(b)) << 4), load<f64>(v), load<f64>(d))
    one(sums + ((<usize>load<u32>(b, 4)) << 4), load<f64>(v, 8), load<f64>(d, 8))
    one(sums + ((<usize>load<u32>(b, 8)) << 4), load<f64>(v, 16), load<f64>(d, 16))
    one(sums + ((<usize>load<u32>(b, 12)) << 4), load<f64>(v, 24), load<f64>(d, 24))
  }
}

/** Two columns: an entry holds [v₁, v₂, v₁·above, v₂·above]. */
export function addTwo(bins: usize, above: usize, values: usize, sums: usize, rows: usize): void {
  for (let i: usize = 0; i < rows; i += 4) {
    const b = bins + (i << 2)
    const d = above + (i << 3)
    const v = values + (i << 4)
    two(sums + ((<usize>load<u32>(b)) << 5), v, d)
    two(sums + ((<usize>load<u32>(b, 4)) << 5), v + 16, d + 8)
    two(sums + ((<usize>load<u32>(b, 8)) << 5), v + 32, d + 16)
    two(sums + ((<usize>load<u32>(b, 12)) << 5), v + 48, d + 24)
  }
}

/** Four columns: an entry holds [v₁ … v₄, v₁·above … v₄·above]. */
export function addFour(bins: usize, above: usize, values: usize, sums: usize, rows: usize): void {
  for (let i: usize = 0; i < rows; i += 2) {
    const b = bins + (i << 2)
    const d = above + (i << 3)
    const v = values + (i << 5)
    four(sums + ((<usize>load<u32>(b)) << 6), v, d)
    four(sums + ((<usize>load<u32>(b, 4)) << 6), v + 32, d + 8)
  }
}

/** The squares of one column: an entry holds [v², v²·above, v²·above², whether v > 0]. */
export function addSquares(
  bins: usize,
  above: usize,
  values: usize,
  sums: usize,
  rows: usize,
): void {
  for (let i: usize = 0; i < rows; i += 2) {
    const b = bins + (i << 2)
    const d = above + (i << 3)
    const v = values + (i << 3)
    square(sums + ((<usize>load<u32>(b)) << 5), load<f64>(v), load<f64>(d))
    square(sums + ((<usize>load<u32>(b, 4)) << 5), load<f64>(v, 8), load<f64>(d, 8))
  }
}

function one(at: usize, v: f64, d: f64): void {
  const both = v128.replace_lane<f64>(v128.splat<f64>(v), 1, v * d)
  v128.store(at, v128.add<f64>(v128.load(at), both))
}

function two(at: usize, values: usize, above: usize): void {
  const v = v128.load(values)
  const d = v128.load_splat<u64>(above)
  v128.store(at, v128.add<f64>(v128.load(at), v))
  v128.store(at, v128.add<f64>(v128.load(at, 16), v128.mul<f64>(v, d)), 16)
}

function four(at: usize, values: usize, above: usize): void {
  const v = v128.load(values)
  const w = v128.load(values, 16)
  const d = v128.load_splat<u64>(above)
  v128.store(at, v128.add<f64>(v128.load(at), v))
  v128.store(at, v128.add<f64>(v128.load(at, 16), w), 16)
  v128.store(at, v128.add<f64>(v128.load(at, 32), v128.mul<f64>(v, d)), 32)
  v128.store(at, v128.add<f64>(v128.load(at, 48), v128.mul<f64>(w, d)), 48)
}

function square(at: usize, v: f64, d: f64): void {
  const whole = v * v
  const first = whole * d
  const lower = v128.replace_lane<f64>(v128.splat<f64>(whole), 1, first)
  const upper = v128.replace_lane<f64>(v128.splat<f64>(first * d), 1, v > 0 ? 1 : 0)
  v128.store(at, v128.add<f64>(v128.load(at), lower))
  v128.store(at, v128.add<f64>(v128.load(at, 16), upper), 16)
}
