import type { MarsCell, MarsOptions } from '@byo/mars'
import fc from 'fast-check'
import { lehmer } from './random-table.ts'

/** A table with a column of every kind, a response of some kind, and how to fit it. */
export interface MixedTable {
  readonly rows: readonly MixedRow[]
  readonly options: MarsOptions
  /** Rows to predict: cells of all columns are missing now and then, or hold levels never seen. */
  readonly others: readonly MixedRow[]
}

/** A row object. */
type MixedRow = Readonly<Record<string, MarsCell>>

const levels = { kind: ['a', 'b', 'it\'s "c"'], step: ['xs', 's', 'm', 'l'], year: [1, 2, 10] }

/** Mixed tables of 60 to 120 rows; where the options allow for missing values, some are. */
export const mixedTables: fc.Arbitrary<MixedTable> = fc
  .record({
    seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
    rows: fc.integer({ min: 60, max: 120 }),
    response: fc.constantFrom('number', 'boolean', 'two levels', 'three levels'),
    missing: fc.constantFrom('refuse' as const, 'omit' as const, 'terms' as const),
    degree: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ seed, rows, response, missing, degree }) => {
    const random = lehmer(seed)
    const share = { refuse: 0, omit: 0.02, terms: 0.2 }[missing]
    const factors = {
      step: { levels: levels.step, ordered: true },
      year: { base: '2' },
    }
    return {
      rows: Array.from({ length: rows }, () => mixedRow(random, response, share)),
      options: { missing, degree, factors, thresh: 0 },
      others: Array.from({ length: 30 }, (_, i) => {
        const row = mixedRow(random, response, 0.1)
        if (i % 5 === 0) return { ...row, kind: 'never', step: 'never', year: 3 }
        return i % 7 === 0 ? { ...row, width: null } : row
      }),
    }
  })

/** A row of which each cell of a predictor but the last is missing now and then. */
function mixedRow(random: () => number, response: string, share: number): MixedRow {
  const pick = <Level>(from: readonly Level[]): Level => from[Math.floor(random() * from.length)]
  const whole = {
    size: random(),
    kind: pick(levels.kind),
    step: pick(levels.step),
    year: pick(levels.year),
    fresh: random() < 0.5,
    width: random(),
  }
  const score =
    4 * Math.abs(whole.size - 0.4) * (whole.kind === 'b' ? 2 : 1) +
    levels.step.indexOf(whole.step) ** 2 / 3 +
    (whole.fresh ? whole.width : 1 - whole.width) +
    (whole.year === 10 ? 1 : 0) +
    0.2 * random()
  const holed = Object.entries(whole).map(([name, cell]) => {
    const lost = name !== 'width' && random() < share
    return [name, lost ? pick([null, undefined, Number.NaN]) : cell]
  })
  return { ...Object.fromEntries(holed), y: responseOf(response, score) }
}

/** A response of some kind. */
function responseOf(kind: string, score: number): MarsCell {
  switch (kind) {
    case 'boolean':
      return score > 3
    case 'two levels':
      return score > 3 ? 'much' : 'little'
    case 'three levels':
      return score > 4 ? 'much' : score > 2.5 ? 'some' : 'little'
    default:
      return score
  }
}
