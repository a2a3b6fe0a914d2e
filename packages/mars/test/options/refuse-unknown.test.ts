import { fitMars } from '@byo/mars'
import { describe, expect, it } from 'vitest'

const fit = fitMars({ x: [1, 2, 3, 4, 5, 6], y: [3, 2, 1, 2, 3, 4] }, 'y')
const rows = { x: [1, 2] }

describe('an option that a method does not have', () => {
  it.each([
    [
      'predict',
      (options: object) => fit.predict(rows, options),
      'unseen',
      'unseenLevels, missing, type',
    ],
    [
      'modelMatrix',
      (options: object) => fit.modelMatrix(rows, options),
      'type',
      'unseenLevels, missing',
    ],
    [
      'contributions',
      (options: object) => fit.contributions(rows, options),
      'bye',
      'unseenLevels, missing, by',
    ],
    ['importance', (options: object) => fit.importance(options), 'sqrt.', 'by, sqrt, trim'],
    ['anova', (options: object) => fit.anova(options), 'b', 'by'],
    [
      'format',
      (options: object) => fit.format(options),
      'styles',
      'style, decomp, digits, response',
    ],
    [
      'summary',
      (options: object) => fit.summary(options),
      'digit',
      'style, decomp, digits, fixedPoint',
    ],
  ])('is refused by %s with the options that it has', (method, call, given, known) => {
    expect(() => call({ [given]: 1 })).toThrow(
      expect.objectContaining({
        code: 'unknown-option',
        message: `There is no option "${given}" of ${method}: it has ${known}.`,
      }),
    )
    expect(() => call([])).toThrow(expect.objectContaining({ code: 'invalid-option' }))
  })
})
