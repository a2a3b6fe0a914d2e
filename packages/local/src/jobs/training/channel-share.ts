import { createRandom } from '../../faults/random.ts'

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
  const ordered = seed === undefined ? items : shuffle(items, createRandom(seedOf(seed, epoch)))
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

/** Spreads seeds, also beyond 32 bits, so that no seed's epochs are those of its neighbours. */
function seedOf(seed: number, epoch: number): number {
  return Math.imul((seed ^ Math.trunc(seed / 2 ** 32)) + 1, 0x85ebca6b) + epoch
}
