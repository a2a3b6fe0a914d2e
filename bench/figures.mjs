/** The middle of the values, or the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2
}

/** The least of the values that so large a share of them doesn't exceed. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}

/** The exponent k of y ≈ c·x^k: the slope of the line of least squares through the logarithms. */
export function exponent(points) {
  const logs = points.map(({ x, y }) => [Math.log(x), Math.log(y)])
  const [centreX, centreY] = [0, 1].map((at) => mean(logs.map((pair) => pair[at])))
  const product = logs.reduce((sum, [x, y]) => sum + (x - centreX) * (y - centreY), 0)
  return product / logs.reduce((sum, [x]) => sum + (x - centreX) ** 2, 0)
}

/** R²: the share of the variance of the truth that predictions explain. */
export function rSquared(truth, predicted) {
  const centre = mean(truth)
  let residual = 0
  let total = 0
  for (const [i, value] of truth.entries()) {
    residual += (value - predicted[i]) ** 2
    total += (value - centre) ** 2
  }
  return 1 - residual / total
}

/** The largest difference of two series, as a share of the largest value. */
export function largestDifference(one, other) {
  let difference = 0
  let largest = 0
  for (const [i, value] of one.entries()) {
    difference = Math.max(difference, Math.abs(value - other[i]))
    largest = Math.max(largest, Math.abs(value))
  }
  return difference / largest
}

/** Friedman's GCV with `penalty` for each knot, of which (terms − 1)/2 are counted. */
export function gcv({ rss, terms }, rows, penalty) {
  const parameters = terms + (penalty * (terms - 1)) / 2
  return rss / rows / (1 - parameters / rows) ** 2
}

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
