import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareKeys, SortedKeys } from '../../src/state/sorted-keys.ts'

const text = fc.string({ unit: 'binary', maxLength: 6 })
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

describe('compareKeys', () => {
  it('orders as the bytes of UTF-8 do', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareKeys(a, b))).toBe(byBytes(a, b))
      }),
    )
  })
})

describe('SortedKeys', () => {
  it('lists what a plain filter and sort list, after any additions and deletions', () => {
    const change = fc.record({ key: text, deletes: fc.boolean() })
    fc.assert(
      fc.property(fc.array(change), text, text, (changes, prefix, from) => {
        const sorted = new SortedKeys<string>()
        const plain = new Set<string>()
        for (const { key, deletes } of changes) {
          if (deletes) {
            sorted.delete(key)
            plain.delete(key)
          } else {
            sorted.set(key, key)
            plain.add(key)
          }
        }

        const expected = [...plain]
          .filter((key) => key.startsWith(prefix) && byBytes(key, from) >= 0)
          .sort(byBytes)
        expect([...sorted.startingWith(prefix, from)]).toEqual(expected)
      }),
    )
  })
})
