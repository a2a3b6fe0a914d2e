import { describe, expect, it } from 'vitest'
import { compilePythonPattern } from '../../../src/jobs/training/python-pattern.ts'

/** What the first group of a pattern finds in a text. */
function find(pattern: string, text: string): string | undefined {
  return compilePythonPattern(pattern).exec(text)?.[1]
}

describe('a pattern in Python’s syntax', () => {
  it('has named groups and references to them', () => {
    expect(find('(?P<loss>[0-9.]+) again (?P=loss)', '0.5 again 0.5')).toBe('0.5')
    expect(compilePythonPattern('(?P<a>x)').exec('x')?.groups?.a).toBe('x')
  })

  it('has flags at its start', () => {
    expect(find('(?i)LOSS=(\\d+)', 'loss=1')).toBe('1')
    expect(find('(?s)a(.)b', 'a\nb')).toBe('\n')
    expect(find('(?u)a(.)', 'ab')).toBe('b')
    expect(find('(?ix) loss = ( \\d+ ) # the loss\n ; ', 'LOSS=12;')).toBe('12')
    expect(find('(?x) [ #] (a) \\ b', ' a b')).toBe('a')
  })

  it('has anchors of the whole text, comments, open counts and brackets in brackets', () => {
    expect(find('\\A(a)\\Z', 'a')).toBe('a')
    expect(find('\\A(a)\\Z', 'ba')).toBeUndefined()
    expect(find('(a)(?#nothing)b', 'ab')).toBe('a')
    expect(find('(a{,2})b', 'aab')).toBe('aa')
    expect(find('([]x]+)', 'a]x')).toBe(']x')
    expect(find('([^]x]+)', ']ax')).toBe('a')
  })

  it('leaves alone what only looks like it', () => {
    expect(find('\\\\A([(?P<]+)', '\\A(P<')).toBe('(P<')
    expect(find('(\\[\\]+)', 'a[]]')).toBe('[]]')
  })

  it('is refused where it is none, or one that JavaScript lacks', () => {
    for (const pattern of ['(', '(?P<a', '[a', 'a++', '(?>a)']) {
      expect(() => compilePythonPattern(pattern), pattern).toThrow(SyntaxError)
    }
  })
})
