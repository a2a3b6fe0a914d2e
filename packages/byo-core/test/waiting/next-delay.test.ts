import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextDelay, throttledDelay } from '../../src/waiting/next-delay.ts'

const defaults = { minDelay: 0.1, maxDelay: 60 }

/** The moments of the looks of a wait that ends at the first look after `end`, all in seconds. */
function looks(end: number): number[] {
  const moments = [0]
  for (let now = 0; now < end; ) {
    now += nextDelay(now, defaults)
    moments.push(now)
  }
  return moments
}

describe('nextDelay', () => {
  it('notices any end within ten seconds or one hundredth of the wait', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100_000, noNaN: true }), (end) => {
        const noticed = looks(end).at(-1) ?? 0

        expect(noticed - end).toBeLessThanOrEqual(Math.max(10, end / 100))
      }),
    )
  })

  it('notices the end of short work within a tenth of its time', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 100, noNaN: true }), (end) => {
        const noticed = looks(end).at(-1) ?? 0

        expect(noticed - end).toBeLessThanOrEqual(end / 10)
      }),
    )
  })

  it('looks less often in an hour than every ten seconds', () => {
    expect(looks(3600).length).toBeLessThan(3600 / 10)
  })

  it('stays within its bounds', () => {
    expect(nextDelay(0, { minDelay: 2, maxDelay: 5 })).toBe(2)
    expect(nextDelay(1000, { minDelay: 2, maxDelay: 5 })).toBe(5)
  })
})

describe('throttledDelay', () => {
  it('doubles with each time, up to half a minute, and is never shorter than it would have been', () => {
    expect([1, 2, 3].map((times) => throttledDelay(0.1, times, 0))).toEqual([1, 2, 4])
    expect(throttledDelay(0.1, 20, 0.999)).toBeLessThanOrEqual(30)
    expect(throttledDelay(40, 1, 0)).toBe(40)
  })
})
