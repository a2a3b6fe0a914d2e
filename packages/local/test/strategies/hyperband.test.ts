import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/faults/random.ts'
import { chooseBracket, isToStop, type Progress, rungsOf } from '../../src/strategies/hyperband.ts'

const limits = { min: 1, max: 27 }

/** Lets jobs run one unit after the other in turns; each loses what it will in the end and a little more at first. */
function race(ends: readonly number[], bracket: number): readonly number[] {
  const jobs: Progress[] = ends.map(() => ({ losses: [], bracket }))
  const stopped = new Set<number>()
  for (let unit = 1; unit <= limits.max; unit += 1) {
    for (const [i, end] of ends.entries()) {
      if (stopped.has(i)) continue
      const job = { bracket, losses: [...(jobs[i] as Progress).losses, end + 1 / unit] }
      jobs[i] = job
      if (
        isToStop(
          job,
          jobs.filter((_, j) => j !== i),
          limits,
        )
      )
        stopped.add(i)
    }
  }
  return jobs.map(({ losses }) => losses.length)
}

describe('Hyperband', () => {
  it('has rungs three times as far each, below the most', () => {
    expect(rungsOf(limits)).toEqual([1, 3, 9])
    expect(rungsOf({ min: 2, max: 10 })).toEqual([2, 6])
    expect(rungsOf({ min: 5, max: 5 })).toEqual([])
  })

  it('lets the best job have all its resource, whoever comes first, and few others', () => {
    const random = createRandom(3)
    for (let round = 0; round < 20; round += 1) {
      const ends = Array.from({ length: 27 }, random)
      const used = race(ends, 0)
      expect(used[ends.indexOf(Math.min(...ends))]).toBe(limits.max)
      expect(used.filter((units) => units === limits.max).length).toBeLessThan(10)
      expect(used.every((units) => [1, 3, 9, 27].includes(units))).toBe(true)
      const total = used.reduce((a, b) => a + b, 0)
      expect(total).toBeLessThan((ends.length * limits.max) / 2)
    }
  })

  it('stops no job before the first rung of its bracket', () => {
    const ends = Array.from({ length: 27 }, (_, i) => i)
    expect(Math.min(...race(ends, 1))).toBe(3)
    expect(Math.min(...race(ends, 2))).toBe(9)
  })

  it('compares jobs of one bracket only', () => {
    const others: Progress[] = Array.from({ length: 9 }, () => ({ losses: [0], bracket: 1 }))
    expect(isToStop({ losses: [5], bracket: 0 }, others, limits)).toBe(false)
    const peers = others.map(({ losses }) => ({ losses, bracket: 0 }))
    expect(isToStop({ losses: [5], bracket: 0 }, peers, limits)).toBe(true)
  })

  it('gives three brackets the shares of synchronous Hyperband: 9 to 4.5 to 3', () => {
    const random = createRandom(1)
    const counts = [0, 0, 0]
    for (let i = 0; i < 5000; i += 1) {
      const bracket = chooseBracket(limits, random)
      counts[bracket] = (counts[bracket] ?? 0) + 1
    }
    // η^2 · 3/3, η · 3/2 and 1 · 3/1.
    const shares = [9, 4.5, 3].map((share) => (5000 * share) / 16.5)
    shares.forEach(
      (share, i) => void expect(Math.abs((counts[i] as number) - share)).toBeLessThan(150),
    )
  })
})
