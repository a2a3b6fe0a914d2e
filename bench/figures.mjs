/** The middle of the values, or the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2
}

export const milliseconds = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`
export const ratio = (value) => value.toFixed(2)
