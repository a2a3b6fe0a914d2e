import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../src/codecs/json.ts'
import { jsonProblem } from '../../src/codecs/json-problem.ts'

describe('text that is not JSON [S28]', () => {
  it.each([
    ['[{"a":1', 'it ends too early at position 7 (line 1, column 8)'],
    ['', 'it ends too early at position 0 (line 1, column 1)'],
    ['"abc', 'it ends too early at position 4 (line 1, column 5)'],
    ['"abc\\"', 'it ends too early at position 6 (line 1, column 7)'],
    ['abc', 'unexpected "a" at position 0 (line 1, column 1)'],
    ['[NaN]', 'unexpected "N" at position 1 (line 1, column 2)'],
    ['{"a":1,}', 'unexpected "}" at position 7 (line 1, column 8)'],
    ['[1,]', 'unexpected "]" at position 3 (line 1, column 4)'],
    ['{\n "a": 1\n "b": 2}', 'unexpected "\\"" at position 11 (line 3, column 2)'],
    ['{"a" 1}', 'unexpected "1" at position 5 (line 1, column 6)'],
    ['{a:1}', 'unexpected "a" at position 1 (line 1, column 2)'],
    ['1 2', 'unexpected "2" at position 2 (line 1, column 3)'],
    ['[01]', 'unexpected "1" at position 2 (line 1, column 3)'],
    ['"a\nb"', 'unexpected "\\n" at position 2 (line 1, column 3)'],
    ['["\\x"]', 'unexpected "\\\\" at position 2 (line 1, column 3)'],
    ['[1}', 'unexpected "}" at position 2 (line 1, column 3)'],
    ['"\n', 'unexpected "\\n" at position 1 (line 1, column 2)'],
    ['"\\"\n', 'unexpected "\\n" at position 3 (line 1, column 4)'],
    ['["é", 🙂]', 'unexpected "🙂" at position 6 (line 1, column 7)'],
  ])('%j is refused with the place', (text, problem) => {
    expect(jsonProblem(text)).toBe(problem)
    expect(() => parseJson(text, 'The request body')).toThrow(
      expect.objectContaining({
        statusCode: 400,
        message: `The request body is not JSON: ${problem}.`,
      }),
    )
  })

  it('may be as deep as it likes', () => {
    expect(jsonProblem('['.repeat(1e6))).toContain('position 1000000')
  })

  it('is said to go wrong no later than Node says, which names a place only sometimes', () => {
    const alphabet = fc.constantFrom(...'[]{}:,"\\ \n1-.eEtrufalsn0u')
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 12 }), (text) => {
        fc.pre(!isJson(text))
        const at = Number(/position (\d+)/.exec(jsonProblem(text))![1])
        expect(at).toBeLessThanOrEqual(text.length)
        const own = /position (\d+)/.exec(reason(text))?.[1]
        if (own !== undefined) expect(at).toBeLessThanOrEqual(Number(own))
      }),
      { numRuns: 2000 },
    )
  })
})

function isJson(text: string): boolean {
  return reason(text) === ''
}

function reason(text: string): string {
  try {
    JSON.parse(text)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}
