import { describe, expect, it } from 'vitest'
import { concurrently } from '../src/concurrently.ts'

describe('concurrently', () => {
  it('does every item once, never more than the limit at a time', async () => {
    const done: number[] = []
    let running = 0
    let most = 0

    await concurrently(3, [1, 2, 3, 4, 5, 6, 7], async (item) => {
      running += 1
      most = Math.max(most, running)
      await new Promise(setImmediate)
      running -= 1
      done.push(item)
    })

    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(most).toBe(3)
  })

  it('starts nothing more after a failure, and lets what runs come to its end before it throws', async () => {
    const ended: number[] = []

    const work = concurrently(2, [1, 2, 3, 4], async (item) => {
      if (item === 1) throw new Error('first')
      await new Promise(setImmediate)
      ended.push(item)
    })

    await expect(work).rejects.toThrow('first')
    expect(ended).toEqual([2])
  })

  it('is done at once with nothing', async () => {
    await expect(concurrently(4, [], async () => undefined)).resolves.toBeUndefined()
  })
})
