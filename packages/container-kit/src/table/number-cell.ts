/**
 * Returns the number in a cell, NaN if its value is missing (nothing, R's and pandas' `NA`, or `NaN`), or undefined
 * if it holds text. Spaces around a number are allowed. What only JavaScript takes for a number (`0x1F`,
 * `Infinity`) is text.
 */
export function numberInCell(cell: string): number | undefined {
  const value = Number(cell)
  // NaN and the infinities are the only numbers whose difference with themselves is not 0.
  if (value - value !== 0) return missing.test(cell) ? Number.NaN : undefined
  if (value === 0 && cell.trim() === '') return Number.NaN
  return radixPrefix.test(cell) ? undefined : value
}

const missing = /^\s*(NA|NaN)\s*$/
const radixPrefix = /^\s*0[xob]/i
