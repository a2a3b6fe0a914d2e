// Twin of src/forward/screen/row-sums.ts, which says what it computes. An entry of a table takes the sums
// of all lanes, and then those times the distance.

/** Two lanes: an entry holds [v₁, v₂, v₁·above, v₂·above]. */
export function addTwo(
  runs: usize,
  end: usize,
  order: usize,
  above: usize,
  values: usize,
  sums: usize,
): void {
  while (runs < end) {
    const at = sums + ((<usize>load<u32>(runs)) << 5)
    const stop = order + ((<usize>load<u32>(runs, 4)) << 1)
    let s = v128.load(at)
    let t = v128.load(at, 16)
    do {
      const v = v128.load(values + ((<usize>load<u16>(order)) << 4))
      s = v128.add<f64>(s, v)
      t = v128.add<f64>(t, v128.mul<f64>(v, v128.load_splat<u64>(above)))
      order += 2
      above += 8
    } while (order < stop)
    v128.store(at, s)
    v128.store(at, t, 16)
    runs += 8
  }
}

/** Four lanes. */
export function addFour(
  runs: usize,
  end: usize,
  order: usize,
  above: usize,
  values: usize,
  sums: usize,
): void {
  while (runs < end) {
    const at = sums + ((<usize>load<u32>(runs)) << 6)
    const stop = order + ((<usize>load<u32>(runs, 4)) << 1)
    let s0 = v128.load(at)
    let s2 = v128.load(at, 16)
    let t0 = v128.load(at, 32)
    let t2 = v128.load(at, 48)
    do {
      const row = values + ((<usize>load<u16>(order)) << 5)
      const d = v128.load_splat<u64>(above)
      const v0 = v128.load(row)
      const v2 = v128.load(row, 16)
      s0 = v128.add<f64>(s0, v0)
      s2 = v128.add<f64>(s2, v2)
      t0 = v128.add<f64>(t0, v128.mul<f64>(v0, d))
      t2 = v128.add<f64>(t2, v128.mul<f64>(v2, d))
      order += 2
      above += 8
    } while (order < stop)
    v128.store(at, s0)
    v128.store(at, s2, 16)
    v128.store(at, t0, 32)
    v128.store(at, t2, 48)
    runs += 8
  }
}

/** Eight lanes: a row's values are one cache line. */
export function addEight(
  runs: usize,
  end: usize,
  order: usize,
  above: usize,
  values: usize,
  sums: usize,
): void {
  while (runs < end) {
    const at = sums + ((<usize>load<u32>(runs)) << 7)
    const stop = order + ((<usize>load<u32>(runs, 4)) << 1)
    let s0 = v128.load(at)
    let s2 = v128.load(at, 16)
    let s4 = v128.load(at, 32)
    let s6 = v128.load(at, 48)
    let t0 = v128.load(at, 64)
    let t2 = v128.load(at, 80)
    let t4 = v128.load(at, 96)
    let t6 = v128.load(at, 112)
    do {
      const row = values + ((<usize>load<u16>(order)) << 6)
      const d = v128.load_splat<u64>(above)
      const v0 = v128.load(row)
      const v2 = v128.load(row, 16)
      s0 = v128.add<f64>(s0, v0)
      s2 = v128.add<f64>(s2, v2)
      t0 = v128.add<f64>(t0, v128.mul<f64>(v0, d))
      t2 = v128.add<f64>(t2, v128.mul<f64>(v2, d))
      const v4 = v128.load(row, 32)
      const v6 = v128.load(row, 48)
      s4 = v128.add<f64>(s4, v4)
      s6 = v128.add<f64>(s6, v6)
      t4 = v128.add<f64>(t4, v128.mul<f64>(v4, d))
      t6 = v128.add<f64>(t6, v128.mul<f64>(v6, d))
      order += 2
      above += 8
    } while (order < stop)
    v128.store(at, s0)
    v128.store(at, s2, 16)
    v128.store(at, s4, 32)
    v128.store(at, s6, 48)
    v128.store(at, t0, 64)
    v128.store(at, t2, 80)
    v128.store(at, t4, 96)
    v128.store(at, t6, 112)
    runs += 8
  }
}

/** The squares of one lane: an entry holds [v², v²·above, v²·above², how many v > 0]. */
export function addSquares(
  runs: usize,
  end: usize,
  order: usize,
  above: usize,
  values: usize,
  sums: usize,
): void {
  while (runs < end) {
    const at = sums + ((<usize>load<u32>(runs)) << 5)
    const stop = order + ((<usize>load<u32>(runs, 4)) << 1)
    let s = v128.load(at)
    let t = v128.load(at, 16)
    do {
      const v = v128.load_splat<u64>(values + ((<usize>load<u16>(order)) << 3))
      const d = v128.load_splat<u64>(above)
      const squares = v128.mul<f64>(v128.mul<f64>(v, v), v128.replace_lane<f64>(d, 0, 1))
      const first = v128.shuffle<f64>(squares, squares, 1, 1)
      const positive = v128.and(v128.gt<f64>(v, v128.splat<f64>(0)), v128.splat<f64>(1))
      s = v128.add<f64>(s, squares)
      t = v128.add<f64>(t, v128.shuffle<f64>(v128.mul<f64>(first, d), positive, 0, 2))
      order += 2
      above += 8
    } while (order < stop)
    v128.store(at, s)
    v128.store(at, t, 16)
    runs += 8
  }
}
