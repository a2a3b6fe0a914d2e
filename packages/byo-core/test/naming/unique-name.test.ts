import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkName } from '../../src/naming/check-name.ts'
import { uniqueName } from '../../src/naming/unique-name.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { virtualRuntime } from '../support/virtual-runtime.ts'

describe('uniqueName', () => {
  it('is the base, the second in UTC and eight random characters', () => {
    expect(uniqueName('iris', virtualRuntime())).toBe('iris-20261122-094504-12345678')
  })

  it('is legal and fits for any base and limit [G101]', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(63, 32), (base, limit) => {
        const name = uniqueName(base, systemRuntime, limit)

        expect(name.length).toBeLessThanOrEqual(limit)
        expect(checkName('job', name)).toBe(name)
      }),
    )
  })

  it('never collides in 10,000 calls of one second [G101]', () => {
    const frozen = { ...systemRuntime, now: () => 0 }
    const names = Array.from({ length: 10_000 }, () => uniqueName('a', frozen))

    expect(new Set(names).size).toBe(10_000)
  })

  it('keeps the base readable', () => {
    expect(uniqueName('Iris: "M.A.R.S."', virtualRuntime())).toMatch(/^Iris-M-A-R-S-2026/)
  })
})
