import { describe, MarsError } from '../errors.ts'
import { families } from '../glm/family.ts'
import type { GlmKind } from '../glm/glm-fit.ts'
import { rowNumber } from './cells.ts'
import type { TrainingData } from './training-data.ts'

/** What is looked at. */
type Responses = Pick<TrainingData, 'y' | 'responses' | 'responseSources' | 'kept'>

/** Refuses responses that a generalised linear model cannot be fitted to. */
export function refuseForGlm(data: Responses, glm: GlmKind | null): void {
  if (glm === null) return
  const { most } = families[glm.family]
  refusePairs(data, glm)
  for (const [r, column] of data.y.entries()) {
    const row = column.findIndex((value) => value < 0 || value > most)
    if (row === -1) continue
    throw new MarsError(
      'invalid-option',
      `Option glm is for family '${glm.family}', and response ${describe(data.responses[r])} holds ${column[row]} in row ${rowNumber(data.kept, row)}: it has to be ${Number.isFinite(most) ? `from 0 to ${most}` : 'at least 0'}.`,
    )
  }
}

/**
 * Refuses two columns of counts, which R takes for successes and failures: whole numbers of at least 0
 * that add up to more than 1 in some row.
 */
function refusePairs({ y, responseSources }: Responses, { family }: GlmKind): void {
  const [first, second] = y
  if (family !== 'binomial' || y.length !== 2) return
  if (responseSources.some(({ kind }) => kind !== 'number')) return
  const counts = y.every((column) => column.every((value) => value >= 0 && Number.isInteger(value)))
  if (!counts || first.every((value, i) => value + second[i] <= 1)) return
  throw new MarsError(
    'invalid-option',
    `Option glm is for family 'binomial', and the two responses are counts: give the share of the first as the one response, and the totals as weights.`,
  )
}
