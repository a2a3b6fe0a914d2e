import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shareOf } from '../../../src/jobs/training/channel-share.ts'

const seeds = fc.option(fc.maxSafeInteger(), { nil: undefined })

describe('the shares of a channel', () => {
  it('have each item exactly once over all hosts, and differ by one item at most [G033]', () => {
    fc.assert(
      fc.property(
        fc.nat(60),
        fc.integer({ min: 1, max: 20 }),
        seeds,
        fc.nat(5),
        (count, hostCount, seed, epoch) => {
          const items = Array.from({ length: count }, (_, i) => i)
          const shares = Array.from({ length: hostCount }, (_, index) =>
            shareOf(items, { index, hostCount, sharded: true, seed, epoch }),
          )
          expect(shares.flat().sort((a, b) => a - b)).toEqual(items)
          const sizes = shares.map((share) => share.length)
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  it('are all items on every host where they are replicated, in one order', () => {
    fc.assert(
      fc.property(fc.nat(60), seeds, fc.nat(5), (count, seed, epoch) => {
        const items = Array.from({ length: count }, (_, i) => i)
        const of = (index: number) =>
          shareOf(items, { index, hostCount: 2, sharded: false, seed, epoch })
        expect(of(0)).toEqual(of(1))
        expect([...of(0)].sort((a, b) => a - b)).toEqual(items)
      }),
    )
  })
})
