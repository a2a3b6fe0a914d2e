// The state of the forward pass. A step fills two slots even if it adds a single term; a slot that
// stays empty is dead. Each live slot keeps its column twice:
//
//   raw    b_t = product of the term's factors
//   ortho  q_t = what is left of b_t beside the slots before it, of length 1
//   mean   mean of q_t, which only rounding makes differ from 0 (see Rules.takesColumnMean)
//   along  y_rᵀq_t for each response r
import { interceptTerm, multiplyByFactor, type Term, withFactor } from '../basis/term.ts'
import { copyOn, type WorkMemory } from '../kernel/memory.ts'
import type { Projection } from '../linear-algebra/reduced-rows.ts'
import { divide, dot, sumOfSquares } from '../linear-algebra/sums.ts'
import type { Rules } from '../rules/rules.ts'
import { orthonormalise } from './orthonormalise.ts'

/** A live term of the forward pass. */
export interface LiveTerm {
  readonly slot: number
  readonly term: Term
  readonly degree: number
  readonly raw: Float64Array
  readonly ortho: Float64Array
  readonly mean: number
  readonly along: Float64Array
}

/** What the forward pass works on; it never changes. */
export interface ForwardProblem {
  readonly rows: number
  /** Design columns, each of `rows`. */
  readonly design: readonly Float64Array[]
  /** The rows in ascending order of a design column, ties in row order; sorted when first asked for. */
  orderOf(column: number): Int32Array
  /** Responses, centred and perhaps scaled; times the roots of the weights if rows have any. */
  readonly targets: readonly Float64Array[]
  readonly rssNull: number
  /** For each design column the one that is 1 where it is missing, −1 where there is none. */
  readonly guards: Int32Array
  /** The root of each row's weight; null where all rows count alike. */
  readonly sqrtWeights: Float64Array | null
  /** The roots of the weights at the length √n; null where all rows count alike. */
  readonly constant: Float64Array | null
  /** n of the GCV. */
  readonly observations: number
  /** Where columns of terms and the arrays of the search lie, for all who work on them to see. */
  readonly memory: WorkMemory
}

/** What changes from step to step. */
export interface ForwardState {
  /** One entry a slot; null where it is dead. */
  readonly slots: (LiveTerm | null)[]
  /** The live terms in order; columns are only ever added at the end. */
  readonly live: LiveTerm[]
  /** Each live term's `raw` by the columns `ortho` up to its own. */
  readonly projections: Projection[]
  /** Columns that are no terms, but that weighted fits use; see {@link Candidate.shadow}. */
  readonly shadows: Float64Array[]
  /** Whether the pass looks again: see {@link Rules.looksAgainBelow}. */
  looksAgain: boolean
  rss: number
  /** The gain of the last step. */
  previousGain: number
}

/** The state before the first step: the intercept alone. */
export function initialState(
  problem: ForwardProblem,
  rules: Pick<Rules, 'firstGain' | 'orthogonalTo'>,
): ForwardState {
  const { rows, targets, sqrtWeights } = problem
  const ortho = problem.memory.float64(rows).fill(1 / Math.sqrt(rows))
  let length = Math.sqrt(rows)
  if (sqrtWeights && rules.orthogonalTo === 'roots-of-weights') {
    ortho.set(sqrtWeights)
    length = Math.sqrt(sumOfSquares(ortho))
    divide(ortho, length)
  }
  const intercept: LiveTerm = {
    slot: 0,
    term: interceptTerm(problem.design.length),
    degree: 0,
    raw: sqrtWeights ? copyOn(problem.memory, sqrtWeights) : problem.memory.float64(rows).fill(1),
    ortho,
    mean: ortho[0] ?? 0,
    along: Float64Array.from(targets, (y) => dot(y, ortho)),
  }
  return {
    slots: [intercept],
    live: [intercept],
    projections: [{ amounts: new Float64Array(0), rest: length }],
    shadows: [],
    looksAgain: false,
    rss: problem.rssNull,
    previousGain: rules.firstGain(problem.rssNull),
  }
}

/** A factor of a new term. */
interface NewFactor {
  readonly column: number
  readonly dir: number
  readonly cut: number
}

/** Fills the next slot with the parent times one factor. */
export function addTerm(
  state: ForwardState,
  problem: ForwardProblem,
  rules: Rules,
  parent: LiveTerm,
  factor: NewFactor,
): void {
  addTerms(state, problem, rules, parent, [factor])
}

/** Fills the next two slots with the parent times both hinges of a knot. */
export function addPair(
  state: ForwardState,
  problem: ForwardProblem,
  rules: Rules,
  parent: LiveTerm,
  { column, cut }: Omit<NewFactor, 'dir'>,
): void {
  const factors = [1, -1].map((dir) => ({ column, dir, cut }))
  addTerms(state, problem, rules, parent, factors)
}

/** Fills as many slots as there are factors. */
function addTerms(
  state: ForwardState,
  problem: ForwardProblem,
  rules: Rules,
  parent: LiveTerm,
  factors: readonly NewFactor[],
): void {
  const raws = factors.map(({ column, dir, cut }) => {
    const raw = copyOn(problem.memory, parent.raw)
    multiplyByFactor(raw, problem.design[column], dir, cut)
    return raw
  })
  const orthos = raws.map((raw) => copyOn(problem.memory, raw))
  const basis = state.live.map(({ ortho }) => ortho)
  for (const [k, { projection, mean }] of orthonormalise(orthos, basis, rules).entries()) {
    const { column, dir, cut } = factors[k]
    const added: LiveTerm = {
      slot: state.slots.length,
      term: withFactor(parent.term, column, dir, cut),
      // Factors of missingness do not count.
      degree: parent.degree + (problem.guards.includes(column) ? 0 : 1),
      raw: raws[k],
      ortho: orthos[k],
      // Weighted columns are orthogonal to √w, not to the constant.
      mean: problem.constant ? 0 : mean,
      along: Float64Array.from(problem.targets, (y) => dot(y, orthos[k])),
    }
    state.slots.push(added)
    state.live.push(added)
    state.projections.push(projection)
  }
}

/** Leaves the next slot dead. */
export function addDeadSlot(state: ForwardState): void {
  state.slots.push(null)
}
