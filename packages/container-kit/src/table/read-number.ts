import type { CsvCursor } from './csv-cursor.ts'
import { readDecimal } from './decimal.ts'

/**
 * Reads a field as a number and moves to what ends it: NaN if the value is missing (nothing, R's and pandas' `NA`, or
 * `NaN`), undefined if it is text. Spaces around a number are allowed. What only JavaScript takes for a number
 * (`0x1F`, `Infinity`) is text; a number too large for a double is infinite.
 */
export function readNumber(cursor: CsvCursor): number | undefined {
  const begin = cursor.position
  const plain = readDecimal(cursor)
  if (!Number.isNaN(plain) && cursor.atFieldEnd()) return plain
  cursor.position = begin
  // The two usual ways to write a missing value, without a string made of them.
  if (cursor.atFieldEnd()) return Number.NaN
  if (cursor.bytes[begin] === letterN && cursor.bytes[begin + 1] === letterA) {
    cursor.position = begin + 2
    if (cursor.atFieldEnd()) return Number.NaN
    cursor.position = begin
  }
  cursor.scanField()
  return numberInText(cursor.text())
}

function numberInText(text: string): number | undefined {
  if (missing.test(text)) return Number.NaN
  const value = Number(text)
  return Number.isNaN(value) || notDecimal.test(text) ? undefined : value
}

const letterN = 78
const letterA = 65
const missing = /^\s*(NA|NaN)?\s*$/
const notDecimal = /^\s*(0[xob]|[+-]?Infinity)/i
