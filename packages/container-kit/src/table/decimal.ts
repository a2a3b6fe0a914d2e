/*
 * The double nearest to a decimal number, from its bytes.
 *
 * A number is W · 10^s with W = a · 10^k + b a whole number of at most 18 digits: a has the first nine of them, b the k
 * that follow, and s ≤ 0 in nearly all data. a · 10^k is a double without error, as 10^k = 2^k · 5^k and a · 5^k < 2^51.
 *
 * - W < 10^15 and 10^|s| ≤ 10^22 are both doubles without error, so W / 10^|s| is rounded once: it is the answer
 *   (W. D. Clinger, "How to read floating point numbers accurately", 1990).
 * - A longer W is h + l, without error: h = fl(a · 10^k + b) and l what that rounded off. With d = 10^|s|:
 *   q = fl(h / d), r = h − q·d + l (T. J. Dekker, 1971), answer = fl(q + r / d).
 *   That is the nearest double unless q + r/d lies so near the middle of two that the error of r/d decides.
 *
 * Whatever else there is (more digits, larger exponents, such a middle) is left to the caller.
 */

/** Where a number is read: `position` is moved to the byte after it. */
export interface NumberCursor {
  readonly bytes: Uint8Array
  /** The same bytes, to be read four at a time. */
  readonly view: DataView
  position: number
}

/** Reads the number at a cursor; NaN, with the cursor anywhere, if none of the plain kind stands there. */
export function readDecimal(cursor: NumberCursor): number {
  const { bytes, view } = cursor
  const lastFour = bytes.length - 4
  let i = cursor.position
  const negative = bytes[i] === minus
  if (negative) i += 1
  const begin = i
  while (bytes[i] === zero) i += 1

  // One loop for each of a and b, before and after the point: with `| 0` V8 keeps to whole numbers of 32 bits.
  let first = 0 // a
  let second = 0 // b
  let digits = 0
  let point = -1
  let digit = bytes[i]! - zero
  while (digit >= 0 && digit <= 9 && digits < 9) {
    first = (first * 10 + digit) | 0
    digits += 1
    i += 1
    digit = bytes[i]! - zero
  }
  if (digit === pointMinusZero) {
    point = i
    i += 1
    // Zeros between the point and the first digit count for nothing.
    if (digits === 0) while (bytes[i] === zero) i += 1
    while (digits <= 5 && i <= lastFour) {
      const four = view.getInt32(i, true)
      if (!areDigits(four)) break
      first = (first * 10_000 + wholeOf(four)) | 0
      digits += 4
      i += 4
    }
    digit = bytes[i]! - zero
    while (digit >= 0 && digit <= 9 && digits < 9) {
      first = (first * 10 + digit) | 0
      digits += 1
      i += 1
      digit = bytes[i]! - zero
    }
  }
  if (digits === 9) {
    while (point >= 0 && digits <= 14 && i <= lastFour) {
      const four = view.getInt32(i, true)
      if (!areDigits(four)) break
      second = (second * 10_000 + wholeOf(four)) | 0
      digits += 4
      i += 4
    }
    for (;;) {
      digit = bytes[i]! - zero
      if (digit >= 0 && digit <= 9) {
        if (digits < 18) second = (second * 10 + digit) | 0
        digits += 1
      } else if (digit === pointMinusZero && point < 0) point = i
      else break
      i += 1
    }
  }
  const afterPoint = point < 0 ? 0 : i - point - 1
  if (i - begin === (point < 0 ? 0 : 1) || digits > 18) return Number.NaN

  let scale = -afterPoint
  if ((bytes[i]! | 0x20) === letterE) {
    cursor.position = i + 1
    scale += readExponent(cursor)
  } else {
    cursor.position = i
  }
  // Written so that a NaN from the exponent is out of range too.
  if (!(scale >= -22 && scale <= 22)) return Number.NaN
  const shifted = digits > 9 ? first * powersOfTen[digits - 9]! : first
  const magnitude = digits > 15 ? divided(shifted, second, scale) : scaled(shifted + second, scale)
  return negative ? -magnitude : magnitude
}

/** Whether four bytes, the first one lowest, are digits: 0x30 to 0x39, with the upper half 3 also when 6 is added. */
function areDigits(four: number): boolean {
  return ((four & 0xf0f0f0f0) | (((four + 0x06060606) & 0xf0f0f0f0) >>> 4) | 0) === 0x33333333
}

/** The whole number that four digits are, the first one lowest: pairs at once, then the pair of pairs. */
function wholeOf(four: number): number {
  const digits = four & 0x0f0f0f0f
  const pairs = Math.imul(digits, 10) + (digits >>> 8)
  return Math.imul(pairs & 0xff, 100) + ((pairs >>> 16) & 0xff)
}

/** Reads the exponent that follows an `e`; NaN if there is none. */
function readExponent(cursor: NumberCursor): number {
  const { bytes } = cursor
  let i = cursor.position
  const sign = bytes[i]
  if (sign === minus || sign === plus) i += 1
  const begin = i
  let exponent = 0
  for (;;) {
    const digit = bytes[i]! - zero
    if (!(digit >= 0 && digit <= 9)) break
    exponent = exponent * 10 + digit
    i += 1
  }
  cursor.position = i
  if (i === begin) return Number.NaN
  return sign === minus ? -exponent : exponent
}

/** W · 10^s for W < 10^15: one operation on two exact doubles. */
function scaled(whole: number, scale: number): number {
  return scale < 0 ? whole / powersOfTen[-scale]! : whole * powersOfTen[scale]!
}

/** (shifted + second) · 10^s, or NaN where two doubles are too near to say which. */
function divided(shifted: number, second: number, scale: number): number {
  if (scale > 0) return Number.NaN
  const h = shifted + second
  const l = second - (h - shifted)

  const d = powersOfTen[-scale]!
  const q = h / d
  const product = q * d
  const r = h - product - productError(q, d, product) + l
  const correction = r / d
  const margin = correction * 2 ** -50
  const result = q + (correction + margin)
  return result === q + (correction - margin) ? result : Number.NaN
}

/** x·y − fl(x·y), exactly, by cutting both into halves of 26 bits (Veltkamp, Dekker). */
function productError(x: number, y: number, product: number): number {
  const cx = x * splitter
  const xHigh = cx - (cx - x)
  const xLow = x - xHigh
  const cy = y * splitter
  const yHigh = cy - (cy - y)
  const yLow = y - yHigh
  return xHigh * yHigh - product + xHigh * yLow + xLow * yHigh + xLow * yLow
}

const zero = 48
const minus = 45
const plus = 43
const pointMinusZero = -2
const letterE = 101
const splitter = 2 ** 27 + 1
/** 10^0 … 10^22, all of which doubles hold exactly. */
const powersOfTen: Float64Array = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`))
