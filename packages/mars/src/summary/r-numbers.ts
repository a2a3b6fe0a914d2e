// Numbers as R prints a column of them: with so many decimals that each has as many significant
// digits as asked for, where they are not trailing zeros in all of them; in scientific form where
// that is shorter.
import { exponential, fixed, generalNumber } from '../basis/general-number.ts'
import { greatest } from '../linear-algebra/greatest.ts'

/** The significant digits that R shows unless told otherwise. */
export const usualDigits = 7

/** The numbers as texts of one width. */
export function formatColumn(values: readonly number[], digits: number): readonly string[] {
  const finite = values.filter(Number.isFinite)
  const parts = finite.map((value) => significant(value, digits))
  const decimals = greatest(parts.map(({ used, power }) => used - 1 - power))
  const mantissa = greatest(parts.map(({ used }) => used - 1))
  const plain = finite.map((value) => fixed(value, Math.min(decimals, 100)))
  const scientific = finite.map((value) => scientificText(value, mantissa))
  const asPlain = widest(plain) <= widest(scientific)
  const texts = values.map((value) => {
    if (!Number.isFinite(value)) return generalNumber(value, digits)
    return asPlain ? fixed(value, Math.min(decimals, 100)) : scientificText(value, mantissa)
  })
  return texts.map((text) => text.padStart(widest(texts)))
}

/** One number by itself. */
export function formatNumber(value: number, digits: number): string {
  return formatColumn([value], digits)[0]
}

/**
 * The numbers of a column rounded to the same decimals, more the smaller its greatest number is, so
 * that small ones are not given more decimals than the large ones warrant:
 *
 * decimals = digits + 1 − round(log₁₀ max |v|), at least 0
 *
 * Source: behaviour of earth's `fixed.point`, measured.
 */
export function roundedColumn(values: readonly number[], digits: number): readonly number[] {
  const size = greatest(values.map(Math.abs))
  if (size === 0 || !Number.isFinite(size)) return values
  const decimals = Math.max(0, digits + 1 - Math.round(Math.log10(size)))
  return decimals > 100 ? values : values.map((value) => Number(fixed(value, decimals)))
}

/** The power of ten of a number and how many of its significant digits are needed. */
function significant(
  value: number,
  digits: number,
): { readonly used: number; readonly power: number } {
  if (value === 0) return { used: 1, power: 0 }
  const [text, power] = exponential(value, digits - 1).split('e') as [string, string]
  const used = text.replace('-', '').replace('.', '').replace(/0+$/, '').length
  return { used, power: Number(power) }
}

/** A number in scientific form, with at least two digits in the exponent. */
function scientificText(value: number, decimals: number): string {
  return exponential(value, decimals).replace(/e([+-])(\d)$/, 'e$10$2')
}

/** The width of the longest text. */
export function widest(texts: readonly string[]): number {
  return greatest(texts.map((text) => text.length))
}
