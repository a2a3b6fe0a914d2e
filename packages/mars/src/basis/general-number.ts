/** A number with so many significant digits and no trailing zeros, as C's %g prints it. */
export function generalNumber(value: number, digits: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Inf' : '-Inf'
  }
  if (value === 0) return '0'
  const [mantissa, exponent] = exponential(value, digits - 1).split('e') as [string, string]
  const power = Number(exponent)
  if (power < -4 || power >= digits) {
    const sign = power < 0 ? '-' : '+'
    return `${trimmed(mantissa)}e${sign}${String(Math.abs(power)).padStart(2, '0')}`
  }
  return trimmed(fixed(value, digits - 1 - power))
}

/** As `toExponential`, but that a tie goes to the even digit, as in C. */
export function exponential(value: number, decimals: number): string {
  const [mantissa, power] = value.toExponential(100).split('e') as [string, string]
  const down = roundedDown(mantissa, decimals)
  return down === undefined ? value.toExponential(decimals) : `${down}e${power}`
}

/** As `toFixed` for a number of any size, but that a tie goes to the even digit, as in C. */
export function fixed(value: number, decimals: number): string {
  // From here on toFixed itself turns to the scientific form; such a double is a whole number.
  if (Math.abs(value) >= 1e21) {
    return BigInt(value).toString() + (decimals > 0 ? `.${'0'.repeat(decimals)}` : '')
  }
  return roundedDown(value.toFixed(100), decimals) ?? value.toFixed(decimals)
}

/**
 * The exact decimal text cut to so many decimals, where it lies halfway between two such numbers
 * and the lower one is even. A double halfway between two numbers of few digits has few itself.
 */
function roundedDown(exact: string, decimals: number): string | undefined {
  const end = exact.indexOf('.') + 1 + decimals
  if (!/^50*$/.test(exact.slice(end))) return undefined
  const kept = decimals === 0 ? exact.slice(0, end - 1) : exact.slice(0, end)
  return /[02468]$/.test(kept) ? kept : undefined
}

/** The text without zeros at the end of its fraction. */
function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
