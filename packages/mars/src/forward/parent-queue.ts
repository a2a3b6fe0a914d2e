// Which terms are tried as parents at a step.
//
// Fast MARS (Friedman 1993) searches only the parents that did best lately. The queue here is
// earth's, its habits included: an entry stands for the slot of the entry's own number, so that the
// queue lags behind where steps added single terms; entries that may not be parents keep their
// place; ageing pushes entries back that were not searched lately.
import type { ForwardState, LiveTerm } from './forward-state.ts'

/** Gives the parents of a step and hears how each did. */
export interface ParentQueue {
  parents(state: ForwardState): readonly LiveTerm[]
  /** The gains of those parents, in their order; −1 for none. */
  searched(state: ForwardState, parents: readonly LiveTerm[], gains: readonly number[]): void
  /** So many terms are about to be added to the state. */
  adding(state: ForwardState, terms: number): void
}

/** All live terms that may have another factor, in order of creation. */
export function allParents(degree: number): ParentQueue {
  return {
    parents: (state) => state.live.filter((term) => term.degree < degree),
    searched: () => {},
    adding: () => {},
  }
}

/**
 * The queue of Fast MARS as earth has it; `fastK` at or below 0 means all, else it is at least 3.
 */
export function fastParents(
  degree: number,
  fastK: number,
  fastBeta: number,
  rssNull: number,
): ParentQueue {
  const length = fastK <= 0 ? 10001 : Math.max(3, fastK)
  let entries: QueueEntry[] = [{ index: 0, gain: rssNull, time: 1 }]

  return {
    parents(state) {
      return entries.slice(0, length).flatMap(({ index }) => {
        const term = state.slots[index]
        return term && term.degree < degree ? [term] : []
      })
    },
    searched(state, parents, gains) {
      for (const [at, parent] of parents.entries()) {
        const entry = entries.find(({ index }) => index === parent.slot)
        if (!entry) continue
        entry.gain = gains[at]
        entry.time = state.slots.length
      }
    },
    adding(state, terms) {
      const now = state.slots.length
      for (let i = 0; i < terms; i += 1) {
        entries.push({ index: entries.length, gain: Number.POSITIVE_INFINITY, time: now })
      }
      entries = sorted(entries, fastBeta, now)
    },
  }
}

/** A place in the queue. */
interface QueueEntry {
  readonly index: number
  gain: number
  /** Slots there were when the entry was made or last searched. */
  time: number
}

/** By gain, then by rank and age. */
function sorted(entries: readonly QueueEntry[], fastBeta: number, now: number): QueueEntry[] {
  const byGain = [...entries].sort((a, b) => descending(a.gain, b.gain) || a.index - b.index)
  if (fastBeta <= 0) return byGain
  const aged = byGain.map((entry, rank) => ({ entry, age: rank + fastBeta * (now - entry.time) }))
  // The sort is stable, so that equals stay by gain and index.
  return aged.sort((a, b) => a.age - b.age).map(({ entry }) => entry)
}

/** Compares so that the larger comes first; equal infinities are equal. */
function descending(a: number, b: number): number {
  return a === b ? 0 : a > b ? -1 : 1
}
