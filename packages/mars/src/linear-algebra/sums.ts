// Plain sums over columns, strictly from the first row to the last and with one rounding a step.
// The order is part of the contract: at degree 2 and above two candidates can be algebraically
// equal, and then rounding alone decides between them. R's earth adds in this order.

/** The inner product aᵀb of two columns of the same length. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i]
  return sum
}

/** The sum of squares aᵀa. */
export function sumOfSquares(a: Float64Array): number {
  return dot(a, a)
}

/** The mean of a column as Σ(aᵢ/n): the division is inside the sum. */
export function mean(a: Float64Array): number {
  const n = a.length
  let sum = 0
  for (let i = 0; i < n; i += 1) sum += a[i] / n
  return sum
}

/** Whether all elements are the same. */
export function isConstant(a: Float64Array): boolean {
  return a.every((value) => value === a[0])
}

/**
 * The sum of squares about the mean Σ(aᵢ − ā)², without the rounding of the mean for a constant
 * column.
 */
export function centredSumOfSquares(a: Float64Array): number {
  if (isConstant(a)) return 0
  const centre = mean(a)
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += (a[i] - centre) * (a[i] - centre)
  return sum
}

/** Adds a constant to every element, in place. */
export function shift(a: Float64Array, amount: number): void {
  for (let i = 0; i < a.length; i += 1) a[i] += amount
}

/** Divides every element by `divisor`, in place. */
export function divide(a: Float64Array, divisor: number): void {
  for (let i = 0; i < a.length; i += 1) a[i] /= divisor
}

/** How many elements are above 0. */
export function positives(a: Float64Array): number {
  let count = 0
  for (let i = 0; i < a.length; i += 1) if (a[i] > 0) count += 1
  return count
}

/** The greatest absolute value of an element. */
export function largest(a: Float64Array): number {
  let most = 0
  for (let i = 0; i < a.length; i += 1) most = Math.max(most, Math.abs(a[i]))
  return most
}
