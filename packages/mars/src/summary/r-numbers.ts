// Numbers as R prints a column of them: with so many decimals that the smallest has seven
// significant digits, none of which is a trailing zero in all of them; in scientific form where
// that is shorter.

const digits = 7

/** The numbers as texts of one width. */
export function formatColumn(values: readonly number[]): readonly string[] {
  const parts = values.map(significant)
  const decimals = Math.max(0, ...parts.map(({ used, power }) => used - 1 - power))
  const mantissa = Math.max(0, ...parts.map(({ used }) => used - 1))
  const fixed = values.map((value) => value.toFixed(Math.min(decimals, 100)))
  const scientific = values.map((value) => scientificText(value, mantissa))
  const shorter = widest(fixed) <= widest(scientific) ? fixed : scientific
  return shorter.map((text) => text.padStart(widest(shorter)))
}

/** The power of ten of a number and how many of its seven digits are needed. */
function significant(value: number): { readonly used: number; readonly power: number } {
  if (value === 0 || !Number.isFinite(value)) return { used: 1, power: 0 }
  const [text, power] = value.toExponential(digits - 1).split('e') as [string, string]
  const used = text.replace('-', '').replace('.', '').replace(/0+$/, '').length
  return { used, power: Number(power) }
}

/** A number in scientific form, with at least two digits in the exponent. */
function scientificText(value: number, decimals: number): string {
  return value.toExponential(decimals).replace(/e([+-])(\d)$/, 'e$10$2')
}

/** The width of the longest text. */
function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length))
}
