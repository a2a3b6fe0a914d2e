import { type CrossValidationOptions, crossValidate, fitMars, isMarsError } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { expectClose } from '../reference/close-to.ts'

const rows = 60
const x = Array.from({ length: rows }, (_, i) => (i * 7) % rows)
const y = x.map((value, i) => Math.abs(value - 25) + 2 * Math.sin(i * i))
const kind = x.map((value, i) => (value > 42 ? 'rare' : i % 2 ? 'odd' : 'even'))
const table = { x, kind, y }

/** The code and message that a cross-validation is refused with. */
function refusal(options: unknown, data: typeof table = table): string {
  try {
    crossValidate(data, 'y', options as CrossValidationOptions)
  } catch (error) {
    if (isMarsError(error)) return `${error.code}: ${error.message}`
  }
  return 'not refused'
}

describe('a cross-validation', () => {
  it('fits each fold to the other rows, with the same options', () => {
    const options = { degree: 2, nk: 9, penalty: 2 }
    const groups = x.map((_, i) => (i % 3) + 1)
    const { folds } = crossValidate(table, 'y', { ...options, groups })
    expect(folds).toHaveLength(3)
    for (const [at, fold] of folds.entries()) {
      const left = [...groups.keys()].filter((row) => groups[row] === at + 1)
      const others = [...groups.keys()].filter((row) => groups[row] !== at + 1)
      const some = (wanted: readonly number[]) => ({
        x: wanted.map((row) => x[row]),
        kind: wanted.map((row) => kind[row]),
        y: wanted.map((row) => y[row]),
      })
      const alone = fitMars(some(others), 'y', options)
      expect(fold.model.value).toEqual(alone.value)
      expect([...fold.rows]).toEqual(left)
      expect(fold.predictions).toEqual(alone.predict(some(left)))
      const errors = left.map((row, i) => y[row] - fold.predictions[i])
      expect(Math.abs(fold.maxError)).toBe(Math.max(...errors.map(Math.abs)))
    }
  })

  it('puts every row into one fold each time, and folds are of one size give or take one', () => {
    const { folds } = crossValidate(table, 'y', { nfold: 7, ncross: 2 })
    expect(folds).toHaveLength(14)
    for (const time of [folds.slice(0, 7), folds.slice(7)]) {
      const all = time.flatMap((fold) => [...fold.rows]).sort((a, b) => a - b)
      expect(all).toEqual([...x.keys()])
      for (const fold of time) expect([8, 9]).toContain(fold.rows.length)
    }
    expect(folds[0].rows).not.toEqual(folds[7].rows)
  })

  it('has the same folds for the same seed, and others for another', () => {
    const first = crossValidate(table, 'y')
    expect(crossValidate(table, 'y', { seed: 1 })).toEqual(first)
    expect(crossValidate(table, 'y', { seed: 2 }).folds[0].rows).not.toEqual(first.folds[0].rows)
  })

  it('deals the rows of each class out evenly, unless told otherwise', () => {
    const rareRows = (options: CrossValidationOptions): readonly number[] =>
      crossValidate({ x, y, kind }, 'kind', { nfold: 6, ...options }).folds.map(
        (fold) => [...fold.rows].filter((row) => kind[row] === 'rare').length,
      )
    const even = rareRows({})
    expect(Math.max(...even) - Math.min(...even)).toBeLessThanOrEqual(1)
    const uneven = [1, 2, 3].map((seed) => rareRows({ stratify: false, seed }))
    expect(uneven.some((counts) => Math.max(...counts) - Math.min(...counts) > 1)).toBe(true)
  })

  it('knows the levels that stand in no other fold', () => {
    const once = x.map((_, i) => (i === 4 ? 'once' : i % 2 ? 'a' : 'b'))
    const { folds } = crossValidate({ x, once, y }, 'y', { nfold: 3 })
    for (const { model } of folds) expect(model.value.columns).toEqual(['x', 'onceb', 'onceonce'])
  })

  it('takes rows with missing values for what option missing says', () => {
    const gaps = x.map((value, row) => (row === 7 ? null : value))
    const { folds } = crossValidate({ gaps, y }, 'y', { missing: 'omit', nfold: 4 })
    const all = folds.flatMap((fold) => [...fold.rows]).sort((a, b) => a - b)
    expect(all).toEqual([...x.keys()].filter((row) => row !== 7))
    const labels = x.map((_, row) => (row % 2) + 1)
    const halves = crossValidate({ gaps, y }, 'y', { missing: 'omit', groups: labels })
    expect([...halves.folds[1].rows]).toEqual([...x.keys()].filter((row) => row % 2 && row !== 7))
    const terms = crossValidate({ gaps, y }, 'y', { missing: 'terms', nfold: 4 })
    expect(terms.rsq).toBeGreaterThan(0.5)
  })

  it('leaves rows without weight out of RSq', () => {
    const weights = x.map((_, i) => Number(i % 4 !== 0))
    const groups = x.map((_, i) => (i % 3) + 1)
    const some = [...x.keys()].filter((row) => weights[row] === 1)
    const weighted = crossValidate(table, 'y', { weights, groups, observations: 30 })
    const without = crossValidate(
      { x: some.map((i) => x[i]), kind: some.map((i) => kind[i]), y: some.map((i) => y[i]) },
      'y',
      { groups: some.map((i) => groups[i]), observations: 30 },
    )
    expectClose([weighted.rsq], [without.rsq])
  })

  it('weights the mean over responses by option wp', () => {
    const z = y.map((value, i) => value * Math.cos(i))
    const { rsq, rsqPerResponse } = crossValidate({ x, y, z }, ['y', 'z'], { wp: [1, 3], nfold: 3 })
    expectClose([rsq], [(rsqPerResponse[0] + 3 * rsqPerResponse[1]) / 4])
  })

  it('predicts by the GLM, and reckons RSq by least squares', () => {
    const over = y.map((value, i) => value + 9 * Math.sin(5 * i * i) > 15)
    const groups = x.map((_, i) => (i % 3) + 1)
    const found = crossValidate({ x, over }, 'over', { glm: { family: 'binomial' }, groups })
    const plain = crossValidate({ x, over }, 'over', { groups })
    expect(found.rsq).toBe(plain.rsq)
    for (const { predictions } of found.folds) {
      expect(predictions.every((each) => each > 0 && each < 1)).toBe(true)
    }
  })

  it('has an RSq of 0 in a fold where the response is constant', () => {
    const groups = x.map((value, i) => (value === 3 ? 1 : 2 + (i % 2)))
    expect(crossValidate({ x, y }, 'y', { groups }).folds[0].rsqPerResponse).toEqual([0])
  })

  it('calls onProgress in every fold and ends with its signal', () => {
    let steps = 0
    const signal = { aborted: false, reason: 'enough' }
    const onProgress = (): void => {
      steps += 1
    }
    const { folds } = crossValidate(table, 'y', { nfold: 3, onProgress, signal })
    expect(steps).toBeGreaterThanOrEqual(folds.length)
    expect(
      refusal({ signal, onProgress: () => Object.assign(signal, { aborted: true }) }),
    ).toContain('aborted: ')
  })
})

describe('the options of a cross-validation', () => {
  it.each([
    [{ nfold: 1 }, 'Option nfold is 1'],
    [{ nfold: 61 }, 'Option nfold is 61, and there are 60 rows'],
    [{ ncross: 0 }, 'Option ncross is 0'],
    [{ seed: 0 }, 'Option seed is 0'],
    [{ seed: 2 ** 31 - 1 }, 'Option seed is 2147483647'],
    [{ stratify: 1 }, 'Option stratify is 1'],
    [{ groups: 'odd' }, 'Option groups is "odd"'],
    [{ groups: [] }, 'Option groups is an array'],
    [{ groups: x.map(() => 1) }, 'at least two different numbers'],
    [{ groups: x.map((_, i) => (i % 2) * 2 + 1) }, 'none left out below the greatest'],
    [{ groups: x.map((_, i) => (i % 2) + 1).slice(1) }, 'Option groups has 59 labels'],
    [{ groups: x.map((_, i) => (i % 2) + 1), nfold: 3 }, 'leave them out'],
    [{ groups: x.map((_, i) => (i === 0 ? 2 : 1)) }, 'Fold 1 has 59 of the 60 rows'],
    [null, 'The options are null'],
    [{ degree: 0 }, 'Option degree is 0'],
  ])('are refused: %j', (options, message) => {
    expect(refusal(options)).toMatch(/^invalid-option: /)
    expect(refusal(options)).toContain(message)
  })

  it('that there are none of are refused', () => {
    expect(refusal({ nfolds: 3 })).toMatch(/^unknown-option: There is no option "nfolds"/)
  })
})
