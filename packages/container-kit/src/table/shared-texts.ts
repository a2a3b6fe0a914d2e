import type { CsvCursor } from './csv-cursor.ts'

/**
 * Gives equal cells one string: a column of a million cells and three levels then holds three strings, and most cells
 * are compared as bytes without a string being made.
 *
 * The last text of each hash is remembered, with its bytes; no more, so that a column of names costs little more than
 * without. Where hardly a text comes twice it gives up.
 */
export class SharedTexts {
  readonly #texts: string[] = new Array(places).fill('')
  /** The bytes of each text, in so many for each place. */
  readonly #keys: Uint8Array = new Uint8Array(places * longest)
  /** Length of each key in bytes, and more if it stood in quotes; 255 where there is none yet. */
  readonly #lengths: Uint8Array = new Uint8Array(places).fill(255)
  #found = 0
  #made = 0

  /** The text of the field last scanned. */
  text(cursor: CsvCursor): string {
    const { bytes, start, end } = cursor
    const length = end - start
    if (length > longest || this.#isUseless()) return cursor.text()
    const place = placeOf(bytes, start, end)
    const key = place * longest
    // The same bytes with doubled quotes among them are another text outside of quotes.
    const marked = cursor.isQuoted() ? length + inQuotes : length
    if (this.#lengths[place] === marked && this.#hasKey(key, bytes, start, end)) {
      this.#found += 1
      return this.#texts[place]!
    }
    const text = cursor.text()
    this.#made += 1
    for (let i = start; i < end; i++) this.#keys[key + i - start] = bytes[i]!
    this.#lengths[place] = marked
    this.#texts[place] = text
    return text
  }

  #isUseless(): boolean {
    return this.#made > 4 * places && this.#made > this.#found
  }

  #hasKey(key: number, bytes: Uint8Array, start: number, end: number): boolean {
    for (let i = start; i < end; i++) {
      if (this.#keys[key + i - start] !== bytes[i]) return false
    }
    return true
  }
}

/** FNV-1a (Fowler, Noll, Vo) of the bytes, folded to a place. */
function placeOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = -2128831035
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 16777619)
  return (hash ^ (hash >>> 15)) & (places - 1)
}

const places = 1024
/** Longer texts are not shared. */
const longest = 40
const inQuotes = 128
