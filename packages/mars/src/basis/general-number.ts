/** A number with so many significant digits and no trailing zeros, as C's %g prints it. */
export function generalNumber(value: number, digits: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Inf' : '-Inf'
  }
  if (value === 0) return '0'
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e') as [string, string]
  const power = Number(exponent)
  if (power < -4 || power >= digits) {
    const sign = power < 0 ? '-' : '+'
    return `${trimmed(mantissa)}e${sign}${String(Math.abs(power)).padStart(2, '0')}`
  }
  return trimmed(value.toFixed(digits - 1 - power))
}

/** The text without zeros at the end of its fraction. */
function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
