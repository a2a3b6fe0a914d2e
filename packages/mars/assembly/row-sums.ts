// The hot loop of a fit, in AssemblyScript: src/search/row-sums.ts says what it computes and has it in
// TypeScript; both give the same bits, for every lane is a sum of its own in the same order. Arguments
// are addresses; `rows` is a multiple of 4.

/** One column: an entry holds [v, v·above]. */
export function addOne(bins: usize, sides: usize, above: usize, values: usize, sums: usize, rows: usize): void {
  for (let i: usize = 0; i < rows; i += 4) {
    const b = bins + (i << 2)
    const s = load<u32>(sides + i)
    const v = values + (i << 3)
    const d = above + (i << 3)
    one(sums + ((<usize>load<u32>(b) << 5) + ((s << 4) & 16)), load<f64>(v), load<f64>(d))
    one(sums + ((<usize>load<u32>(b, 4) << 5) + ((s >> 4) & 16)), load<f64>(v, 8), load<f64>(d, 8))
    one(sums + ((<usize>load<u32>(b, 8) << 5) + ((s >> 12) & 16)), load<f64>(v, 16), load<f64>(d, 16))
    one(sums + ((<usize>load<u32>(b, 12) << 5) + ((s >> 20) & 16)), load<f64>(v, 24), load<f64>(d, 24))
  }
}

/** Two columns: an entry holds [v₁, v₂, v₁·above, v₂·above]. */
export function addTwo(bins: usize, sides: usize, above: usize, values: usize, sums: usize, rows: usize): void {
  for (let i: usize = 0; i < rows; i += 4) {
    const b = bins + (i << 2)
    const s = load<u32>(sides + i)
    const v = values + (i << 4)
    const d = above + (i << 3)
    two(sums + ((<usize>load<u32>(b) << 6) + ((s << 5) & 32)), v128.load(v), v128.load_splat<u64>(d))
    two(sums + ((<usize>load<u32>(b, 4) << 6) + ((s >> 3) & 32)), v128.load(v, 16), v128.load_splat<u64>(d, 8))
    two(sums + ((<usize>load<u32>(b, 8) << 6) + ((s >> 11) & 32)), v128.load(v, 32), v128.load_splat<u64>(d, 16))
    two(sums + ((<usize>load<u32>(b, 12) << 6) + ((s >> 19) & 32)), v128.load(v, 48), v128.load_splat<u64>(d, 24))
  }
}

/** Four columns: an entry holds [v₁ … v₄, v₁·above … v₄·above]. */
export function addFour(bins: usize, sides: usize, above: usize, values: usize, sums: usize, rows: usize): void {
  for (let i: usize = 0; i < rows; i += 2) {
    const b = bins + (i << 2)
    const s = <u32>load<u16>(sides + i)
    const v = values + (i << 5)
    const d = above + (i << 3)
    four(sums + ((<usize>load<u32>(b) << 7) + ((s << 6) & 64)), v, v128.load_splat<u64>(d))
    four(sums + ((<usize>load<u32>(b, 4) << 7) + ((s >> 2) & 64)), v + 32, v128.load_splat<u64>(d, 8))
  }
}

/** The squares of one column: an entry holds [v², v²·above, v²·above², whether v > 0]. */
export function addSquares(bins: usize, sides: usize, above: usize, values: usize, sums: usize, rows: usize): void {
  for (let i: usize = 0; i < rows; i += 1) {
    const at = sums + ((<usize>load<u32>(bins + (i << 2)) << 6) + ((<usize>load<u8>(sides + i) & 1) << 5))
    const v = load<f64>(values + (i << 3))
    const d = load<f64>(above + (i << 3))
    const square = v * v
    const first = square * d
    store<f64>(at, load<f64>(at) + square)
    store<f64>(at, load<f64>(at, 8) + first, 8)
    store<f64>(at, load<f64>(at, 16) + first * d, 16)
    store<f64>(at, load<f64>(at, 24) + (v > 0 ? 1 : 0), 24)
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function one(at: usize, v: f64, d: f64): void {
  const both = v128.replace_lane<f64>(v128.splat<f64>(v), 1, v * d)
  v128.store(at, v128.add<f64>(v128.load(at), both))
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function two(at: usize, v: v128, d: v128): void {
  v128.store(at, v128.add<f64>(v128.load(at), v))
  v128.store(at, v128.add<f64>(v128.load(at, 16), v128.mul<f64>(v, d)), 16)
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function four(at: usize, values: usize, d: v128): void {
  const v = v128.load(values)
  const w = v128.load(values, 16)
  v128.store(at, v128.add<f64>(v128.load(at), v))
  v128.store(at, v128.add<f64>(v128.load(at, 16), w), 16)
  v128.store(at, v128.add<f64>(v128.load(at, 32), v128.mul<f64>(v, d)), 32)
  v128.store(at, v128.add<f64>(v128.load(at, 48), v128.mul<f64>(w, d)), 48)
}
