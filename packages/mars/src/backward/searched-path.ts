import { singularValues } from '../linear-algebra/singular-values.ts'
import type { BackwardInput, BackwardSettings } from './backward-pass.ts'
import { exhaustivePath } from './exhaustive-path.ts'
import { forwardPath } from './forward-path.ts'
import { replacementPath } from './replacement-path.ts'
import { staleSubsetPath } from './stale-first-step.ts'
import { type SubsetPath, subsetPath } from './subset-path.ts'
import { triangularFactor } from './triangular-factor.ts'

/** Some minutes of work. */
const mostNodes = 1_000_000

/** The subset of each size that is found by the way of searching that was asked for. */
export function searchedPath(input: BackwardInput, settings: BackwardSettings): SubsetPath {
  const { columns, responses } = input
  const most = Math.min(columns.length, settings.nprune)
  switch (settings.pmethod) {
    case 'forward':
      return forwardPath(columns, responses)
    case 'seqrep':
      return replacementPath(columns, responses)
    case 'exhaustive':
      return isNearlySingular(columns, settings.rules.exhaustiveTolerance)
        ? eliminationPath(input, settings)
        : exhaustivePath(columns, responses, { most, mostNodes, signal: settings.signal })
    case 'backward':
    case 'none':
      return eliminationPath(input, settings)
  }
}

/** Backward elimination as the rules have it. */
function eliminationPath(input: BackwardInput, { rules }: BackwardSettings): SubsetPath {
  const { columns, columnsBeforeLastStep, responses } = input
  if (rules.firstPruneIsStale) return staleSubsetPath(columns, columnsBeforeLastStep, responses)
  return subsetPath(columns, responses, rules.keepsBestSubsets(responses.length, columns.length))
}

/** Whether the least singular value is below this share of the largest. */
function isNearlySingular(columns: readonly Float64Array[], tolerance: number): boolean {
  if (tolerance === 0) return false
  // The triangular factor has the singular values of the columns.
  const values = singularValues(triangularFactor(columns, []).r)
  return Math.min(...values) < tolerance * Math.max(...values)
}
