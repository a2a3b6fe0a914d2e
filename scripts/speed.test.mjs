// Proves that the page of speed shows the newest full results, in its picture and in its table.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { picture } from '../bench/picture.mjs'
import { figuresIn, figuresOf } from '../bench/report.mjs'
import { newestFullResults } from '../bench/results.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const image = join(root, 'docs/images/speed.svg')
const results = newestFullResults()

it('shows the table of the newest full results; npm run bench -- --report writes it', () => {
  const page = readFileSync(join(root, 'docs/explain/speed.md'), 'utf8')

  expect(figuresIn(page)).toBe(figuresOf(results))
})

it('shows the picture of the newest full results', () => {
  const drawn = existsSync(image) ? readFileSync(image, 'utf8') : undefined

  expect(drawn).toBe(results && picture(results.rows))
})
