// Proves that the page of conformance is what statements and tests say, and that none is left open.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { conformancePage, page, quotingTests, statements } from './conformance.mjs'

const tests = quotingTests()
const quoted = new Set(tests.flatMap(({ ids }) => ids))

it('has every statement, T01 to T67, S01 to S86 and G001 to G115, once', () => {
  const ids = (letter, count, digits) =>
    Array.from({ length: count }, (_, i) => `${letter}${String(i + 1).padStart(digits, '0')}`)
  const all = [...ids('T', 67, 2), ...ids('S', 86, 2), ...ids('G', 115, 3)]
  expect(statements.map(({ id }) => id)).toEqual(all)
})

it('has a test or a reason for every statement, and no reason where there is a test', () => {
  const open = statements.filter(({ id, reason }) => !quoted.has(id) && reason === undefined)
  const twice = statements.filter(({ id, reason }) => quoted.has(id) && reason !== undefined)

  expect(open.map(({ id }) => id)).toEqual([])
  expect(twice.map(({ id }) => id)).toEqual([])
})

it('knows every statement that a test quotes', () => {
  const known = new Set(statements.map(({ id }) => id))
  expect([...quoted].filter((id) => !known.has(id))).toEqual([])
})

it('is written anew when tests or statements change: node scripts/conformance.mjs', () => {
  expect(readFileSync(page, 'utf8')).toBe(conformancePage())
})
