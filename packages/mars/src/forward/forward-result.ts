// What a forward pass leaves: the independent terms, and the rows reduced to as few as least squares on
// these terms takes (linear-algebra/reduced-rows.ts). The amounts that made the terms orthogonal are the
// triangular factor already, so that only the responses pass over the n rows once more.
import type { Term } from '../basis/term.ts'
import { copyOn } from '../kernel/memory.ts'
import { type ReducedRows, reducedColumn, reduceRows } from '../linear-algebra/reduced-rows.ts'
import { weightedRows } from '../linear-algebra/weighted-rows.ts'
import type { Rules } from '../rules/rules.ts'
import type { StopReason } from '../rules/stop-reason.ts'
import type { ForwardProblem, ForwardState } from './forward-state.ts'
import { independentTerms } from './independent-terms.ts'
import { orthogonaliseByRules } from './orthogonalise-by-rules.ts'

/** What the forward pass hands on; rows are reduced, weighted if rows have weights. */
export interface ForwardResult {
  /** Live and independent terms in order of creation, on the columns that the pass worked on. */
  readonly terms: readonly Term[]
  /** Their columns. */
  readonly columns: readonly Float64Array[]
  /** The columns that were live when the last step began. */
  readonly columnsBeforeLastStep: readonly Float64Array[]
  /** The responses, beside these columns. */
  readonly responses: readonly Float64Array[]
  readonly termination: StopReason
}

/** How a pass ended: why, and with how many live terms its last step began. */
export interface ForwardEnd {
  readonly termination: StopReason
  readonly liveBefore: number
}

/** Reduces what a forward pass has found for the responses, neither centred nor weighted. */
export function forwardResult(
  state: ForwardState,
  problem: ForwardProblem,
  rules: Rules,
  responses: readonly Float64Array[],
  { termination, liveBefore }: ForwardEnd,
): ForwardResult {
  const reduced = reducedRows(state, problem, rules, responses)
  const kept = independentTerms(state.live, reduced.columns, rules)
  return {
    terms: kept.map((place) => state.live[place].term),
    columns: kept.map((place) => reduced.columns[place]),
    columnsBeforeLastStep: reduced.columns.slice(0, liveBefore),
    responses: reduced.responses,
    termination,
  }
}

/** The columns of the live terms and the responses in few rows. */
function reducedRows(
  { live, projections }: ForwardState,
  { sqrtWeights, memory }: ForwardProblem,
  rules: Rules,
  responses: readonly Float64Array[],
): ReducedRows {
  const weighted = responses.map((response) => weightedRows(response, sqrtWeights))
  if (sqrtWeights && rules.orthogonalTo === 'ones') {
    // The orthogonal columns then do not span the terms.
    const columns = live.map(({ raw }) => raw)
    return reduceRows(columns, weighted)
  }
  const size = live.length
  const basis = live.map(({ ortho }) => ortho)
  const copies = weighted.map((response) => copyOn(memory, response))
  return {
    columns: projections.map((projection) => reducedColumn(projection, size)),
    responses: orthogonaliseByRules(copies, basis, rules).map((projection) =>
      reducedColumn(projection, size),
    ),
  }
}
