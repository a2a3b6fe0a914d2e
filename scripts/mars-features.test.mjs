// Proves that the page of MARS features leaves out no option and no member of a model, and claims none
// that the public API does not have.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const page = readFileSync(join(root, 'docs/reference/mars-features.md'), 'utf8')
const api = readFileSync(join(root, 'packages/mars/etc/mars.api.md'), 'utf8').replace(
  /\/\*\*.*?\*\//g,
  '',
)
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|') && !line.startsWith('|---'))
  .map((line) => line.split('|').slice(1, -1))
  .filter(([, , ours]) => ours?.trim() !== 'ours')
const ours = rows.flatMap((cells) => namesIn(cells[2] ?? ''))

describe('the page of MARS features', () => {
  it('has tables of four columns, the third with names of ours or the word that there is none', () => {
    expect(rows.length).toBeGreaterThan(0)
    for (const cells of rows) {
      expect(cells, cells.join('|')).toHaveLength(4)
      expect(cells[2], cells.join('|')).toMatch(/^ (not there $|`)/)
    }
  })

  it.each([['MarsOptions'], ['MarsModel'], ['MarsFit']])('names every member of %s', (type) => {
    const members = membersOf(type)
    expect(members.length).toBeGreaterThan(0)
    expect(members.filter((name) => !ours.includes(name))).toEqual([])
  })

  it('claims no name that the API does not have', () => {
    const known = declaredNames()
    expect(ours.filter((name) => !known.has(name))).toEqual([])
  })
})

/** The names in the code marks of a cell: of `missing: 'omit'` both, of `value.dirs` both. */
function namesIn(cell) {
  return [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => code.match(/[A-Za-z][\w-]*/g) ?? [])
}

/** The members of an interface or class of the API report, but its constructor. */
function membersOf(type) {
  const body = api.match(
    new RegExp(`export (?:interface|class) ${type}\\b[^\\n]*\\n([\\s\\S]*?)\\n}`),
  )?.[1]
  return [...(body ?? '').matchAll(/^ {4}(?:(?:readonly|static|get) )*(\w+)/gm)]
    .map((match) => match[1])
    .filter((name) => name !== 'constructor')
}

/** Every name that the API report declares, members and texts among them. */
function declaredNames() {
  const declared = /\b(?:interface|class|type|function|get) (\w+)|(\w+)\??[:(]|'([\w-]+)'/g
  return new Set([...api.matchAll(declared)].map((match) => match[1] ?? match[2] ?? match[3]))
}
