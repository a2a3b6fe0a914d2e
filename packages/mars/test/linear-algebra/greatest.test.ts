import { expect, it } from 'vitest'
import { greatest } from '../../src/linear-algebra/greatest.ts'

it('the greatest of very many numbers is found, and 0 among none or negative ones', () => {
  expect(greatest(Array.from({ length: 500_000 }, (_, i) => i % 1000))).toBe(999)
  expect(greatest([])).toBe(0)
  expect(greatest([-3, -1])).toBe(0)
})
