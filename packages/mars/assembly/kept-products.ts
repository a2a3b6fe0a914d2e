// Twins of src/forward/screen/hinge-products.ts, kept-products.ts and pair-gains.ts: numbers by boundary or
// by knot, two at a time.
import { both } from './pairs'

/**
 * Products of two lanes that stand side by side with the hinges at all boundaries; `sums` is the address of the
 * first one's sum in bin 0, an entry takes `entry` bytes, the sums times the distance come `further` on.
 */
export function hingeProductsOfTwo(
  sums: usize,
  entry: usize,
  further: usize,
  boundaries: usize,
  count: usize,
  first: usize,
  second: usize,
): void {
  let at = sums + count * entry
  let k = count << 3
  let upper = load<f64>(boundaries + k - 8)
  let sum = v128.splat<f64>(0)
  let product = sum
  while (k > 0) {
    k -= 8
    const boundary = load<f64>(boundaries + k)
    const gap = v128.splat<f64>(upper - boundary)
    product = v128.add<f64>(
      product,
      v128.add<f64>(v128.mul<f64>(gap, sum), v128.load(at + further)),
    )
    sum = v128.add<f64>(sum, v128.load(at))
    store<f64>(first + k, v128.extract_lane<f64>(product, 0))
    store<f64>(second + k, v128.extract_lane<f64>(product, 1))
    upper = boundary
    at -= entry
  }
}

/**
 * The same straight from the rows of one block that has rows in every bin: the addresses are those behind its
 * last run, its last row and distance, and of the first lane's value in its first row.
 */
export function walkTwoLanes(
  runs: usize,
  order: usize,
  above: usize,
  values: usize,
  stride: usize,
  boundaries: usize,
  count: usize,
  first: usize,
  second: usize,
): void {
  let k = count << 3
  let upper = load<f64>(boundaries + k - 8)
  let sum = v128.splat<f64>(0)
  let product = sum
  while (k > 0) {
    k -= 8
    runs -= 8
    let s = v128.splat<f64>(0)
    let t = s
    for (let left = load<u32>(runs, 4); left > 0; left -= 1) {
      order -= 2
      above -= 8
      const v = v128.load(values + <usize>load<u16>(order) * stride)
      s = v128.add<f64>(s, v)
      t = v128.add<f64>(t, v128.mul<f64>(v, v128.load_splat<u64>(above)))
    }
    const boundary = load<f64>(boundaries + k)
    const gap = v128.splat<f64>(upper - boundary)
    product = v128.add<f64>(product, v128.add<f64>(v128.mul<f64>(gap, sum), t))
    sum = v128.add<f64>(sum, s)
    store<f64>(first + k, v128.extract_lane<f64>(product, 0))
    store<f64>(second + k, v128.extract_lane<f64>(product, 1))
    upper = boundary
  }
}

/** values ← values − product², for the products at the knots. */
export function subtractSquares(values: usize, knots: usize, products: usize, count: usize): void {
  const end = values + ((count & ~1) << 3)
  while (values < end) {
    const product = atTwoKnots(knots, products)
    v128.store(values, v128.sub<f64>(v128.load(values), v128.mul<f64>(product, product)))
    values += 16
    knots += 8
  }
  if (count & 1) {
    const product = load<f64>(products + ((<usize>load<u32>(knots)) << 3))
    store<f64>(values, load<f64>(values) - product * product)
  }
}

/** values ← values − factor · product. */
export function subtractTimes(
  values: usize,
  knots: usize,
  products: usize,
  factor: f64,
  count: usize,
): void {
  const factors = v128.splat<f64>(factor)
  const end = values + ((count & ~1) << 3)
  while (values < end) {
    const product = atTwoKnots(knots, products)
    v128.store(values, v128.sub<f64>(v128.load(values), v128.mul<f64>(factors, product)))
    values += 16
    knots += 8
  }
  if (count & 1) {
    const product = load<f64>(products + ((<usize>load<u32>(knots)) << 3))
    store<f64>(values, load<f64>(values) - factor * product)
  }
}

/** gains ← gains + (along − factor · shared)². */
export function addAlong(
  gains: usize,
  along: usize,
  shared: usize,
  factor: f64,
  count: usize,
): void {
  const factors = v128.splat<f64>(factor)
  // An odd one out is done with the one behind it, for which there is room.
  const end = (count + (count & 1)) << 3
  for (let i: usize = 0; i < end; i += 16) {
    const product = v128.sub<f64>(
      v128.load(along + i),
      v128.mul<f64>(factors, v128.load(shared + i)),
    )
    const square = v128.mul<f64>(product, product)
    v128.store(gains + i, v128.add<f64>(v128.load(gains + i), square))
  }
}

/** gains ← alone + gains / rest with rest = left − factor · shared²; NaN where a limit is passed. */
export function divideGains(
  gains: usize,
  left: usize,
  shared: usize,
  variance: usize,
  alone: f64,
  factor: f64,
  share: f64,
  most: f64,
  count: usize,
): void {
  const base = v128.splat<f64>(alone)
  const factors = v128.splat<f64>(factor)
  const shares = v128.splat<f64>(share)
  const limit = v128.splat<f64>(most)
  const none = v128.splat<f64>(NaN)
  const end = (count + (count & 1)) << 3
  for (let i: usize = 0; i < end; i += 16) {
    const s = v128.load(shared + i)
    const rest = v128.sub<f64>(v128.load(left + i), v128.mul<f64>(v128.mul<f64>(s, s), factors))
    const gain = v128.add<f64>(base, v128.div<f64>(v128.load(gains + i), rest))
    const enough = v128.gt<f64>(rest, v128.mul<f64>(shares, v128.load(variance + i)))
    const counts = v128.and(enough, v128.lt<f64>(gain, limit))
    v128.store(gains + i, v128.bitselect(gain, none, counts))
  }
}

/** The products at two knots. */
function atTwoKnots(knots: usize, products: usize): v128 {
  const first = v128.load64_zero(products + ((<usize>load<u32>(knots)) << 3))
  return v128.load_lane<u64>(products + ((<usize>load<u32>(knots, 4)) << 3), first, 1)
}

/**
 * Of gains, of which NaN are none: how many there are, the greatest, and the greatest of each with the greatest
 * step near it, to `found`. There is room for one more gain and for four more steps than gains.
 */
export function summariseGains(gains: usize, steps: usize, count: usize, found: usize): void {
  const bytes = count << 3
  store<f64>(gains + bytes, NaN)
  // A step stands two places behind the gain that it leads to, zeros around all.
  store<f64>(steps, 0)
  store<f64>(steps, 0, 8)
  for (let i: usize = 8; i < bytes; i += 8) {
    let step = abs<f64>(load<f64>(gains + i) - load<f64>(gains + i - 8))
    // Not a number where there is no gain to compare with.
    if (!(step > 0)) step = 0
    store<f64>(steps + i, step, 8)
  }
  store<f64>(steps + bytes, 0, 8)
  store<f64>(steps + bytes, 0, 16)
  store<f64>(steps + bytes, 0, 24)
  let seen = v128.splat<f64>(0)
  let greatest = v128.splat<f64>(-1)
  let bound = greatest
  for (let i: usize = 0; i < bytes; i += 16) {
    const gain = v128.load(gains + i)
    const near = v128.pmax<f64>(
      v128.pmax<f64>(v128.load(steps + i), v128.load(steps + i, 8)),
      v128.pmax<f64>(v128.load(steps + i, 16), v128.load(steps + i, 24)),
    )
    seen = v128.add<f64>(seen, v128.and(v128.eq<f64>(gain, gain), v128.splat<f64>(1)))
    greatest = v128.pmax<f64>(greatest, gain)
    bound = v128.pmax<f64>(bound, v128.add<f64>(gain, near))
  }
  store<f64>(found, both(seen))
  store<f64>(found, greater(greatest), 8)
  store<f64>(found, greater(bound), 16)
}

/** The greater of both. */
function greater(values: v128): f64 {
  return max<f64>(v128.extract_lane<f64>(values, 0), v128.extract_lane<f64>(values, 1))
}
