// Proves that every piece of code that users are shown compiles.
import { expect, it } from 'vitest'
import { collectExamples, compileExamples } from './examples.mjs'

it('finds an example in the README for each package', () => {
  const shown = collectExamples().filter(({ file }) => file === 'README.md')

  for (const name of ['@byo/mars', '@byo/container-kit', '@byo/core', '@byo/local']) {
    expect(shown.some(({ code }) => code.includes(`from '${name}'`))).toBe(true)
  }
})

it('compiles every example of the pages and of the sources', { timeout: 120_000 }, () => {
  expect(compileExamples(collectExamples())).toBe('')
})
