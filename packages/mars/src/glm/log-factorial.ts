// ln n! as it stands for a small n, by Stirling's series for a large one (Abramowitz and Stegun 6.1.41):
//
//   ln n! = (n + 1/2) ln n − n + ln(2π)/2 + 1/(12 n) − 1/(360 n³) + 1/(1260 n⁵) − …

/** From here on four terms of the series are exact to a double. */
const large = 100

/** The logarithm of n!, for a whole number of at least 0. */
export function logFactorial(n: number): number {
  if (n >= large) return stirling(n)
  let product = 1
  for (let factor = 2; factor <= n; factor += 1) product *= factor
  return Math.log(product)
}

/** ln n! for a large n. */
function stirling(n: number): number {
  const square = 1 / (n * n)
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / n
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + series
}
