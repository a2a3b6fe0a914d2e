// Sums over even rows and over odd rows side by side.

/** Adds to the sum of even rows. */
export function withEven(sums: v128, value: f64): v128 {
  return v128.replace_lane<f64>(sums, 0, v128.extract_lane<f64>(sums, 0) + value)
}

/** The sum of even rows and the sum of odd rows together. */
export function both(sums: v128): f64 {
  return v128.extract_lane<f64>(sums, 0) + v128.extract_lane<f64>(sums, 1)
}
