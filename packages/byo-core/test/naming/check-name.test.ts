import { describe, expect, it } from 'vitest'
import { checkName } from '../../src/naming/check-name.ts'

describe('checkName', () => {
  it.each(['a', 'a--b', 'A1', 'x'.repeat(63)])('lets %s pass', (name) => {
    expect(checkName('model', name)).toBe(name)
  })

  it.each(['', 'a-', '-a', 'a_b', 'a.b', 'ä'])('refuses "%s"', (name) => {
    expect(() => checkName('model', name)).toThrow(/The model name ".*" is not legal/)
  })

  it('says how long a name may be', () => {
    expect(() => checkName('model', 'x'.repeat(64))).toThrow(
      'has 64 characters; SageMaker takes at most 63',
    )
  })
})
