// Proves that the page of speed shows the newest full results, in its pictures and in its table.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { figuresIn, figuresOf, imagesOf } from '../bench/report.mjs'
import { newestFullResults } from '../bench/results.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const results = newestFullResults()

it('shows the table of the newest full results; npm run bench -- --report writes it', () => {
  const page = readFileSync(join(root, 'docs/explain/speed.md'), 'utf8')

  expect(figuresIn(page)).toBe(figuresOf(results))
})

it('shows the pictures of the newest full results', () => {
  for (const [path, drawn] of Object.entries(results ? imagesOf(results) : {})) {
    expect(readFileSync(path, 'utf8'), path).toBe(drawn)
  }
  if (results === undefined) expect(existsSync(join(root, 'docs/images/speed.svg'))).toBe(false)
})
