import { describe, expect, it } from 'vitest'
import { adviceOnLastWords, lastWords } from '../../src/logs/last-words.ts'

const notBundled = [
  'node:internal/modules/esm/resolve:873',
  '  throw new ERR_MODULE_NOT_FOUND(packageName, fileURLToPath(base), null);',
  '        ^',
  '',
  "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'left-pad' imported from /opt/program/container.mjs",
  '    at packageResolve (node:internal/modules/esm/resolve:873:9)',
  "  code: 'ERR_MODULE_NOT_FOUND'",
  '}',
  '',
  'Node.js v24.0.0',
]

describe('the last words of a container', () => {
  it.each([
    ['of Node', notBundled, notBundled[4]],
    [
      'of R',
      ['Loading', "Error: could not find 'train'", 'Execution halted'],
      "Error: could not find 'train'",
    ],
    ['of Python', ['Traceback:', '  File "train", line 3', 'ValueError: bad'], 'ValueError: bad'],
    ['of the kernel', ['reading', 'Killed', ''], 'Killed'],
    ['that are nothing but indented', ['', '  at last  '], 'at last'],
  ])('are the line that tells most: %s', (_, log, line) => {
    expect(lastWords(log)).toBe(`last wrote "${line}"`)
  })

  it('are none in an empty log, and the beginning of a line without end', () => {
    expect(lastWords([])).toBe('wrote nothing to its log')
    expect(lastWords(['x'.repeat(100_000)]).length).toBeLessThan(500)
  })

  it('of a program that is not bundled come with advice', () => {
    expect(adviceOnLastWords(notBundled)).toMatch(/^ Bundle the program/)
    expect(adviceOnLastWords(['Killed'])).toBe('')
    expect(adviceOnLastWords([])).toBe('')
  })
})
