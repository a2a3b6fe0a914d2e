/** Which part of a channel a host gets, and in which order. */
export interface ShareOptions {
  /** Place of the host among those that get the channel, from 0. */
  readonly index: number
  readonly hostCount: number
  readonly sharded: boolean
  readonly seed: number | undefined
  /** Passes over the data before this one: each is shuffled anew. */
  readonly epoch: number
}

/**
 * A host's share of a channel's objects or lines. All hosts shuffle alike before they take each hosts-th one, so that
 * every item goes to exactly one host in each epoch.
 */
export function shareOf<Item>(items: readonly Item[], options: ShareOptions): readonly Item[] {
  const { index, hostCount, sharded, seed, epoch } = options
  const ordered = seed === undefined ? items : shuffle(items, createRandom(seed, epoch))
  return sharded ? ordered.filter((_, i) => i % hostCount === index) : ordered
}

/** Fisher and Yates's shuffle. */
function shuffle<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  const shuffled = [...items]
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    const item = shuffled[last] as Item
    shuffled[last] = shuffled[other] as Item
    shuffled[other] = item
  }
  return shuffled
}

/** Numbers from 0 to below 1 that depend on seed and epoch alone: a 32-bit counter behind a mixing function. */
function createRandom(seed: number, epoch: number): () => number {
  const high = Math.trunc(seed / 2 ** 32)
  let state = mix(seed ^ mix(high ^ mix(epoch + 1)))
  return () => {
    state = (state + 0x9e3779b9) | 0
    return (mix(state) >>> 0) / 2 ** 32
  }
}

/** Spreads every bit of a 32-bit number over all others. */
function mix(value: number): number {
  let bits = value | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
