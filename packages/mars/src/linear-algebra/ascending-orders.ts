// Radix sort by the bits of the doubles, least significant digit first (Knuth, TAOCP 3, 5.2.5): O(n) a
// digit, no comparisons, and ties stay in row order. The bits of a double, read as a whole number, rise
// with its value once
//
//   bits ← ¬bits where the sign is set        bits ← bits with the sign set where it is not
//
// The high half of them tells most values apart; the few that it leaves out of order are inserted where
// they belong. Where these are many, the low half is sorted first.

/** For each column, none of which holds NaN, its rows in ascending order, ties in row order; −0 is 0. */
export function ascendingOrders(columns: readonly Float64Array[]): readonly Int32Array[] {
  const rows = columns.length === 0 ? 0 : columns[0].length
  const pairs = new Uint32Array(2 * rows)
  const buffer = new Uint32Array(2 * rows)
  return columns.map((column) => {
    const halves = new Uint32Array(column.buffer, column.byteOffset, 2 * rows)
    countUp(pairs)
    setKeys(pairs, halves, 'high')
    const byHigh = sortByKeys(pairs, buffer)
    if (insertMisplaced(byHigh, column)) return rowsOf(byHigh)

    countUp(pairs)
    setKeys(pairs, halves, 'low')
    const byLow = sortByKeys(pairs, buffer)
    setKeys(byLow, halves, 'high')
    return rowsOf(sortByKeys(byLow, byLow === pairs ? buffer : pairs))
  })
}

/** Puts the rows in their own order; each pair is a key and a row. */
function countUp(pairs: Uint32Array): void {
  for (let at = 1; at < pairs.length; at += 2) pairs[at] = at >>> 1
}

/** The rows of pairs. */
function rowsOf(pairs: Uint32Array): Int32Array {
  const rows = new Int32Array(pairs.length / 2)
  for (let i = 0; i < rows.length; i += 1) rows[i] = pairs[2 * i + 1]
  return rows
}

/** Which of the two halves of a double in memory is the one with the sign. */
const highPlace: number = new Uint32Array(Float64Array.of(1).buffer)[1] === 0 ? 0 : 1

/** Gives each row half of the bits of its value for a key, changed so that they rise with the value. */
function setKeys(pairs: Uint32Array, halves: Uint32Array, half: 'low' | 'high'): void {
  const place = half === 'high' ? highPlace : 1 - highPlace
  const sign = half === 'high' ? 0x80000000 : 0
  for (let at = 0; at < pairs.length; at += 2) {
    const first = 2 * pairs[at + 1]
    const high = halves[first + highPlace]
    const isNegative =
      high >= 0x80000000 && (high > 0x80000000 || halves[first + 1 - highPlace] > 0)
    const bits = high === 0x80000000 && !isNegative ? 0 : halves[first + place]
    pairs[at] = isNegative ? ~bits : bits ^ sign
  }
}

/** Sorts pairs by their keys, by way of a buffer for as many; returns the one that holds the outcome. */
function sortByKeys(given: Uint32Array, buffer: Uint32Array): Uint32Array {
  let from = given
  let to = buffer
  for (let shift = 0; shift < 32; shift += digitBits) {
    const places = firstPlaces(from, shift)
    if (places === null) continue
    scatter(from, to, shift, places)
    const emptied = from
    from = to
    to = emptied
  }
  return from
}

/** Three digits make up a half. */
const digitBits = 11
const digitMask: number = 2 ** digitBits - 1

/** For each value of the digit at `shift` where its pairs begin; null where all have the same. */
function firstPlaces(pairs: Uint32Array, shift: number): Int32Array | null {
  const places = new Int32Array(digitMask + 1)
  for (let at = 0; at < pairs.length; at += 2) places[(pairs[at] >>> shift) & digitMask] += 2
  let place = 0
  for (let digit = 0; digit <= digitMask; digit += 1) {
    const count = places[digit]
    if (count === pairs.length) return null
    places[digit] = place
    place += count
  }
  return places
}

/** Moves each pair to the next place of its digit. */
function scatter(from: Uint32Array, to: Uint32Array, shift: number, places: Int32Array): void {
  for (let at = 0; at < from.length; at += 2) {
    const key = from[at]
    const digit = (key >>> shift) & digitMask
    const place = places[digit]
    places[digit] = place + 2
    to[place] = key
    to[place + 1] = from[at + 1]
  }
}

/** Sorts pairs of equal keys by value, in place; false if that would take more moves than there are rows. */
function insertMisplaced(pairs: Uint32Array, column: Float64Array): boolean {
  let moves = 0
  for (let at = 2; at < pairs.length; at += 2) {
    if (pairs[at] !== pairs[at - 2]) continue
    const row = pairs[at + 1]
    const value = column[row]
    let place = at
    for (; place > 0 && column[pairs[place - 1]] > value; place -= 2) {
      pairs[place + 1] = pairs[place - 1]
      moves += 1
    }
    pairs[place + 1] = row
    if (moves > column.length) return false
  }
  return true
}
