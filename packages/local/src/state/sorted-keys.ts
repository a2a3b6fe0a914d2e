/** Text keys in the byte order of their UTF-8 form, which is how S3 lists them. */
export class SortedKeys<Value> {
  readonly #values = new Map<string, Value>()
  #sorted: string[] | undefined

  get size(): number {
    return this.#values.size
  }

  get(key: string): Value | undefined {
    return this.#values.get(key)
  }

  set(key: string, value: Value): void {
    if (!this.#values.has(key)) this.#sorted = undefined
    this.#values.set(key, value)
  }

  delete(key: string): void {
    if (this.#values.delete(key)) this.#sorted = undefined
  }

  /** The values whose keys start with the prefix, in order, from the first key that is not before `from`. */
  *startingWith(prefix: string, from = ''): Generator<Value, void, undefined> {
    const keys = this.#inOrder()
    const first = compareKeys(prefix, from) < 0 ? from : prefix
    for (let index = lowerBound(keys, first); index < keys.length; index++) {
      const key = keys[index] as string
      if (!key.startsWith(prefix)) break
      yield this.#values.get(key) as Value
    }
  }

  /** Sorting waits for the first listing after a change, so that many writes in a row cost one sort. */
  #inOrder(): readonly string[] {
    this.#sorted ??= [...this.#values.keys()].sort(compareKeys)
    return this.#sorted
  }
}

/**
 * Orders two keys by the bytes of their UTF-8 form. That is the order of code points, which
 * JavaScript's own order of 16-bit units leaves only where one key has a surrogate pair.
 */
export function compareKeys(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a !== b) return rank(a) - rank(b)
  }
  return left.length - right.length
}

/** Surrogates stand for code points beyond every single unit. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

function lowerBound(keys: readonly string[], prefix: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareKeys(keys[middle] as string, prefix) < 0) low = middle + 1
    else high = middle
  }
  return low
}
