import { fitMars } from '@byo/mars'
import { describe, expect, it } from 'vitest'

const fit = fitMars({ x: [1, 2, 3, 4, 5, 6], y: [3, 2, 1, 2, 3, 4] }, 'y')
const rows = { x: [1, 2] }

describe('an option that a method does not have', () => {
  it.each([
    ['predict', (options: object) => fit.predict(rows, options), 'unseenLevel', 'unseenLevels'],
    ['modelMatrix', (options: object) => fit.modelMatrix(rows, options), 'unseen', 'unseenLevels'],
    ['contributions', (options: object) => fit.contributions(rows, options), 'bye', 'by'],
    ['importance', (options: object) => fit.importance(options), 'sqrt.', 'sqrt'],
    ['anova', (options: object) => fit.anova(options), 'b', 'by'],
    ['format', (options: object) => fit.format(options), 'styles', 'style'],
    ['summary', (options: object) => fit.summary(options), 'digit', 'digits'],
  ])('is refused by %s with the nearest name', (method, call, given, nearest) => {
    expect(() => call({ [given]: 1 })).toThrow(
      expect.objectContaining({
        code: 'unknown-option',
        message: `There is no option "${given}" of ${method}: did you mean ${nearest}?`,
      }),
    )
    expect(() => call([])).toThrow(expect.objectContaining({ code: 'invalid-option' }))
  })
})
