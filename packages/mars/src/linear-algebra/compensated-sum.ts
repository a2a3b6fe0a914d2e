// Sums carried in two doubles, s + e, so that about 106 bits survive until the last rounding. R
// adds in 80-bit extended precision before it rounds; both ways give the same double nearly always.
//
//   TwoSum (Knuth, TAOCP 2, 4.2.2):  t = fl(s + v);  b = t − s;  error = (s − (t − b)) + (v − b)
//   TwoProduct (Dekker 1971) splits each factor in two halves of 26 bits.

/** The mean of a column, rounded once at the end. */
export function compensatedMean(values: Float64Array): number {
  const [high, low] = compensatedSum(values.length, (i) => [values[i], 0])
  return (high + low) / values.length
}

/** The sum of squares of a column, rounded once at the end. */
export function compensatedSumOfSquares(values: Float64Array): number {
  const [high, low] = compensatedSum(values.length, (i) => square(values[i]))
  return high + low
}

/** The sum of n two-part numbers, as a two-part number. */
function compensatedSum(n: number, part: (i: number) => [number, number]): [number, number] {
  let sum = 0
  let error = 0
  for (let i = 0; i < n; i += 1) {
    const [value, rest] = part(i)
    const total = sum + value
    const back = total - sum
    error += sum - (total - back) + (value - back) + rest
    sum = total
  }
  return [sum, error]
}

/** v² as the double nearest to it and what that double leaves over. */
function square(value: number): [number, number] {
  const product = value * value
  const shifted = 134217729 * value
  const high = shifted - (shifted - value)
  const low = value - high
  return [product, high * high - product + 2 * high * low + low * low]
}
