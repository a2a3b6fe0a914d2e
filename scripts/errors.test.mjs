// Proves that the page of errors and the types of error codes list the same codes.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const page = readFileSync(join(root, 'docs/reference/errors.md'), 'utf8')

describe.each(readdirSync(join(root, 'packages')))('the error codes of packages/%s', (folder) => {
  const { name } = JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'))

  it('are the ones that the page of errors lists, one row each', () => {
    expect(codesOnPage(name)).toEqual(codesInSource(folder))
  })
})

/** The codes of the table below the package's heading, sorted. */
function codesOnPage(name) {
  const section = page.split(/^## /m).find((text) => text.startsWith(`\`${name}\``)) ?? ''
  return [...section.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map((match) => match[1]).sort()
}

/** The members of the union type `…ErrorCode` in the package's errors.ts, sorted. */
function codesInSource(folder) {
  const source = readFileSync(join(root, 'packages', folder, 'src/errors.ts'), 'utf8')
  const union = source.match(/type \w+ErrorCode =([\s\S]*?)(?=\n\n|\nexport|\n\/\*\*)/)?.[1] ?? ''
  const codes = [...union.matchAll(/'([a-z0-9-]+)'/g)].map((match) => match[1]).sort()
  expect(codes.length).toBeGreaterThan(0)
  return codes
}
