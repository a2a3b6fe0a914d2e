import { describe, expect, it } from 'vitest'
import { runTags } from '../../src/train-and-deploy/run-tags.ts'

describe('runTags', () => {
  it("adds the run's name and its maker to the caller's tags", () => {
    expect(runTags({ team: 'iris' }, 'iris-1')).toEqual({
      team: 'iris',
      'byo:run': 'iris-1',
      'byo:created-by': '@byo/core',
    })
  })

  it('leaves room for both', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, '']))
    expect(() => runTags(many(48), 'r')).not.toThrow()
    expect(() => runTags(many(49), 'r')).toThrow('51 tags')
  })

  it.each(['byo:run', 'byo:created-by'])('keeps %s for itself', (key) => {
    expect(() => runTags({ [key]: 'x' }, 'r')).toThrow(`"${key}" is set by the run itself`)
  })
})
