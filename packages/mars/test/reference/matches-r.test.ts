import { fitMars, type StopReason } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { liveTerms, optionsOf, type ReferenceCase, referenceCases, tableOf } from './cases.ts'
import { expectClose } from './close-to.ts'

/** earth's codes for its reasons to stop. */
const stopCodes: Partial<Record<StopReason, number>> = {
  'nk-below-3': 1,
  'grsq-infinite': 2,
  'grsq-too-low': 3,
  'rsq-gain-below-thresh': 4,
  'rsq-near-one': 5,
  'no-new-term': 6,
  'nk-reached': 7,
}

describe.each([
  ['earth', 'fits.json', 51],
  ['earth', 'options.json', 32],
  ['earth', 'weights.json', 35],
  ['earth', 'constraints.json', 18],
  ['mda', 'constraints.json', 5],
  ['earth', 'more.json', 82],
  ['mda', 'more.json', 47],
  ['mda', 'fits.json', 42],
  ['mda', 'options.json', 19],
] as const)("compat '%s' gives R's model in every case of %s", (pkg, file, count) => {
  const cases = referenceCases(file, pkg)

  it(`of which there are ${count}`, () => {
    expect(cases).toHaveLength(count)
  })

  it.each(cases.map((each) => [each.name, each] as const))('%s', (_, each) => {
    expectSameModel(each)
  })
})

/** Fits a case and compares all that R returned for it. */
function expectSameModel(each: ReferenceCase): void {
  const { table, responses } = tableOf(each)
  const reference = liveTerms(each)

  const { value } = fitMars(table, responses, optionsOf(each))

  expect(value.dirs).toEqual(reference.dirs)
  expect(value.cuts).toEqual(reference.cuts)
  expect(value.selected).toEqual(reference.selected)
  for (const [r, coefficients] of value.coefficients.entries()) {
    expectClose(
      coefficients,
      each.coef.map((row) => row[r]),
    )
  }
  expectClose([value.rss, value.gcv], [each.rss, Number(each.gcv)])
  if (each.pkg === 'earth') {
    expectClose([value.rsq], [Number(each.rsq)])
    // R's NaN is 0/0, of which our own 1 or 0 is no worse a reading.
    if (each.grsq !== 'NaN') expectClose([value.grsq], [Number(each.grsq)])
    expect(stopCodes[value.termination]).toBe(each.termcond)
  }
}
