import { readFileSync } from 'node:fs'
import { crossValidate, type GlmFamily } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { expectClose } from '../reference/close-to.ts'

/** A cross-validation that R made. */
interface CvCase {
  readonly name: string
  readonly fit: string
  readonly args: Readonly<Record<string, number>>
  readonly glm?: GlmFamily
  readonly w?: readonly number[]
  readonly groups: readonly number[][]
  readonly rsq: readonly number[][]
  readonly maxErr: readonly number[][]
  readonly terms: readonly number[]
  readonly predictors: readonly number[]
}

/** Rows of a fit. */
interface FitCase {
  readonly name: string
  readonly pkg?: string
  readonly x: readonly number[][]
  readonly y: readonly number[][]
}

/** A fixture. */
function stored<Case>(file: string): readonly Case[] {
  return JSON.parse(readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8'))
}

const cases = stored<CvCase>('cv.json')

it('there are 7 cross-validations of R to compare with', () => {
  expect(cases).toHaveLength(7)
})

describe.each(cases.map((each) => [each.name, each] as const))(
  "R's cross-validation of %s",
  (_, each) => {
    const data = stored<FitCase>(each.glm ? 'glm.json' : 'fits.json').find(
      ({ name, pkg = 'earth' }) => name === each.fit && pkg === 'earth',
    )
    if (!data) throw new Error(`there is no fit ${each.fit}`)
    const found = crossValidate(data.x, data.y, {
      ...each.args,
      compat: 'earth',
      weights: each.w,
      groups: each.groups,
      ...(each.glm ? { glm: { family: each.glm } } : {}),
    })

    it('has the same RSq in every fold, and the same mean', () => {
      const rows = [...found.folds, found].map(({ rsq, rsqPerResponse }) => [
        ...rsqPerResponse,
        rsq,
      ])
      expectClose(rows.flat(), each.rsq.flat(), 1e-7)
    })

    it('has the same worst errors', () => {
      const rows = [...found.folds, found].map(({ maxError, maxErrorPerResponse }) => [
        ...maxErrorPerResponse,
        maxError,
      ])
      expectClose(rows.flat(), each.maxErr.flat(), 1e-7)
    })

    it('has as many terms and predictors', () => {
      expectClose(
        [...found.folds, found].map(({ terms }) => terms),
        each.terms,
      )
      expectClose(
        [...found.folds, found].map(({ predictors }) => predictors),
        each.predictors,
      )
    })
  },
)
