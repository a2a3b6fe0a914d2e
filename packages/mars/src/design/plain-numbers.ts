/**
 * The cells of a column as numbers, as they are if it is a Float64Array; null where one of them is no
 * finite number, which takes a closer look. One pass, as it is done with every table.
 */
export function plainNumbers(cells: ArrayLike<unknown>): Float64Array | null {
  if (!Array.isArray(cells)) {
    const numbers = cells instanceof Float64Array ? cells : new Float64Array(cells as Float32Array)
    return allFinite(numbers) ? numbers : null
  }
  const numbers = new Float64Array(cells.length)
  for (let row = 0; row < cells.length; row += 1) {
    const cell: unknown = cells[row]
    if (typeof cell !== 'number') return null
    numbers[row] = cell
  }
  return allFinite(numbers) ? numbers : null
}

/** Whether all numbers are finite: 0 times any other is NaN, and four sums side by side wait for nobody. */
function allFinite(numbers: Float64Array): boolean {
  const whole = numbers.length - (numbers.length % 4)
  let [a, b, c, d] = [0, 0, 0, 0]
  for (let i = 0; i < whole; i += 4) {
    a += 0 * numbers[i]
    b += 0 * numbers[i + 1]
    c += 0 * numbers[i + 2]
    d += 0 * numbers[i + 3]
  }
  for (let i = whole; i < numbers.length; i += 1) a += 0 * numbers[i]
  return a + b + c + d === 0
}
