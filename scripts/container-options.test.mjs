// Proves that the page of container options leaves out no option and no variable, and claims none that is not there.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const read = (path) => readFileSync(join(root, path), 'utf8')
const page = read('docs/reference/container-options.md')
const api = read('packages/container-kit/etc/container-kit.api.md').replaceAll('\r', '')
const environment = read('packages/container-kit/src/contract/environment.ts')

describe('the page of container options', () => {
  it('names every option of a program once, and no other', () => {
    const types = ['TrainProgram', 'ServeProgram', 'ContainerProgram']
    expect(namesIn(tables(page, 'option')).sort()).toEqual(types.flatMap(membersOf).sort())
  })

  it('names every variable of the contract once, and DEBUG', () => {
    const variables = [...environment.matchAll(/: '([A-Z_]+)'/g)].map((match) => match[1])
    expect(variables.length).toBeGreaterThan(0)
    expect(namesIn(tables(page, 'variable')).sort()).toEqual([...variables, 'DEBUG'].sort())
  })

  it('gives each a default and a source', () => {
    for (const cells of [...tables(page, 'option'), ...tables(page, 'variable')]) {
      expect(cells, cells.join('|')).toHaveLength(4)
      for (const cell of cells) expect(cell.trim(), cells.join('|')).not.toBe('')
    }
  })
})

/** The rows of all tables whose first column has a name. */
function tables(text, first) {
  return text
    .split(/\n\n+/)
    .filter((block) => block.startsWith(`| ${first} |`))
    .flatMap((block) => block.split('\n').slice(2))
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').slice(1, -1))
}

/** The names in code marks that rows begin with, without arguments. */
function namesIn(rows) {
  return rows.map(([cell]) => /`(\w+)/.exec(cell)[1])
}

/** The members of an exported interface. */
function membersOf(type) {
  const start = api.indexOf(`export interface ${type}<`)
  const body = api.slice(api.indexOf('{\n', start), api.indexOf('\n}', start))
  const names = [...body.matchAll(/^ {4}(?:readonly )?(\w+)\??[:(]/gm)].map((match) => match[1])
  expect(names.length, type).toBeGreaterThan(0)
  return names
}
