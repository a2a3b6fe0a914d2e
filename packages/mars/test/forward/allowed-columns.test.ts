import { fitMars, isMarsError, type MarsProposal } from '@byo/mars'
import { describe, expect, it } from 'vitest'

const table = {
  x: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  kind: ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c'],
  y: [1, 3, 2, 4, 9, 3, 7, 16, 4, 10, 23, 5],
}

describe('what the option allowed is asked', () => {
  it('is each term and column once, by names', () => {
    const asked: MarsProposal[] = []
    const allowed = (proposal: MarsProposal) => {
      asked.push(proposal)
      return true
    }

    fitMars(table, 'y', { degree: 2, endspan: 2, minspan: 1, thresh: 0, nk: 9, allowed })

    const texts = asked.map((each) => JSON.stringify(each))
    expect(new Set(texts).size).toBe(texts.length)
    expect(asked.slice(0, 3)).toEqual([
      { degree: 1, column: 'x', predictor: 'x', parents: [] },
      { degree: 1, column: 'kindb', predictor: 'kind', parents: [] },
      { degree: 1, column: 'kindc', predictor: 'kind', parents: [] },
    ])
    expect(asked.find(({ degree }) => degree === 2)?.parents).toHaveLength(1)
  })

  it('decides which terms there can be', () => {
    const model = fitMars(table, 'y', { degree: 2, allowed: ({ predictor }) => predictor === 'x' })
    expect(model.value.dirs.every((dirs) => dirs[1] === 0 && dirs[2] === 0)).toBe(true)
    const none = fitMars(table, 'y', { allowed: () => false })
    expect(none.value.dirs).toHaveLength(1)
    expect(none.termination).toBe('no-new-term')
  })

  it('has to be answered with a boolean', () => {
    const fit = () => fitMars(table, 'y', { allowed: () => 1 as unknown as boolean })
    expect(fit).toThrow('Option allowed returned 1 for column "x"')
    expect(fit).toThrow(expect.objectContaining({ code: 'invalid-option' }))
  })

  it('is no option of mda', () => {
    let code = ''
    try {
      fitMars(table, 'y', { compat: 'mda', allowed: () => true })
    } catch (error) {
      if (isMarsError(error)) code = error.code
    }
    expect(code).toBe('unsupported-option')
  })
})
