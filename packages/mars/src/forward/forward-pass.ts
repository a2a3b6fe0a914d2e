// The forward pass, Friedman (1991), Algorithm 2: from the mean, add step by step the pair of
// hinges under the parent that lowers the residual sum of squares most, until the rules say stop.
// The RSS is never recomputed: RSS ← RSS − gain.
import { explained, type GcvCost, gcv } from '../criteria/gcv.ts'
import { ownMemory, type WorkMemory } from '../kernel/memory.ts'
import type { ForwardSettings } from '../options/forward-settings.ts'
import { throwIfAborted } from '../options/throw-if-aborted.ts'
import type { Rules, Verdict } from '../rules/rules.ts'
import type { Candidate, PairWorker } from './candidate.ts'
import { createCandidateSearch } from './candidate-search.ts'
import { createColumnSearch } from './column-search.ts'
import { forwardProblem, type TrainingColumns } from './forward-problem.ts'
import { type ForwardEnd, type ForwardResult, forwardResult } from './forward-result.ts'
import {
  addDeadSlot,
  addPair,
  addTerm,
  type ForwardProblem,
  type ForwardState,
  initialState,
} from './forward-state.ts'
import { allParents, fastParents, type ParentQueue } from './parent-queue.ts'
import { borrowMemory } from './pass-memory.ts'

/** Grows the terms on the design columns for the responses. */
export function forwardPass(columns: TrainingColumns, settings: ForwardSettings): ForwardResult {
  const { memory, giveBack } = borrowMemory(columns, settings)
  try {
    const { problem, steps } = startForwardPass(columns, settings, memory)
    const places = problem.design.map((_, column) => column)
    const search = createColumnSearch(problem, settings, places)
    let next = steps.next()
    while (!next.done) {
      const { kind, state, wanted } = next.value
      next = steps.next(search[kind](state, wanted))
    }
    return next.value
  } finally {
    giveBack()
  }
}

/** A forward pass whose work on pairs is left to the caller, on a memory that both can see. */
export function startForwardPass(
  columns: TrainingColumns,
  settings: ForwardSettings,
  memory: WorkMemory = ownMemory,
): { readonly problem: ForwardProblem; readonly steps: PairWorker<ForwardResult> } {
  const { rules } = settings
  const { problem, unit } = forwardProblem(
    columns,
    rules,
    rules.scalesResponse(columns.responses.length, settings.wp !== null),
    settings.guards,
    memory,
  )
  return { problem, steps: forwardSteps(problem, columns.responses, settings, unit) }
}

/** Grows the terms and reduces what was found. */
function* forwardSteps(
  problem: ForwardProblem,
  responses: readonly Float64Array[],
  settings: ForwardSettings,
  unit: number,
): PairWorker<ForwardResult> {
  const { rules } = settings
  const state = initialState(problem, rules)
  const end = yield* grow(problem, state, settings, unit)
  return forwardResult(state, problem, rules, responses, end)
}

/** Adds terms until there is a reason to stop. */
function* grow(
  problem: ForwardProblem,
  state: ForwardState,
  settings: ForwardSettings,
  unit: number,
): PairWorker<ForwardEnd> {
  const { rules } = settings
  if (settings.nk < 3) return { termination: 'nk-below-3', liveBefore: 1 }
  if (problem.rssNull === 0) return { termination: 'constant-response', liveBefore: 1 }

  const cost: GcvCost = {
    rows: problem.observations,
    penalty: settings.penalty,
    whenUsedUp: rules.gcvWhenUsedUp,
  }
  const gcvNull = gcv(problem.rssNull, 1, cost)
  const search = createCandidateSearch(problem, settings)
  const queue = parentQueue(problem, settings)
  let step = 0
  for (;;) {
    throwIfAborted(settings.signal)
    const liveBefore = state.live.length
    const parents = queue.parents(state)
    const { best, gains } = yield* search(state, parents)
    queue.searched(state, parents, gains)
    if (!best) {
      if (looksAgain(state, rules)) continue
      const grsq = explained(gcv(state.rss, liveBefore + 1, cost), gcvNull)
      return { termination: rules.noCandidate({ ...settings, grsq }), liveBefore }
    }

    const { verdict, ...figures } = judge(best, problem, state, settings, cost)
    if (verdict.accept) {
      step += 1
      queue.adding(state, isPair(best) ? 2 : 1)
      addCandidate(best, problem, state, settings)
      state.rss = figures.rss
      state.previousGain = best.gain
      settings.onProgress({
        ...figures,
        step,
        terms: state.live.length,
        rss: figures.rss * unit * unit,
        gcv: figures.gcv * unit * unit,
      })
    }
    if (!verdict.accept && looksAgain(state, rules)) continue
    if (verdict.stop) return { termination: verdict.stop, liveBefore }
  }
}

/** Whether the pass goes on with another look, once; see {@link Rules.looksAgainBelow}. */
function looksAgain(state: ForwardState, rules: Rules): boolean {
  if (state.looksAgain || state.slots.length >= rules.looksAgainBelow) return false
  state.looksAgain = true
  return true
}

/** Works out a step's figures and lets the rules judge it. */
function judge(
  best: Candidate,
  problem: ForwardProblem,
  state: ForwardState,
  settings: ForwardSettings,
  cost: GcvCost,
): {
  readonly verdict: Verdict
  readonly rss: number
  readonly gcv: number
  readonly rsq: number
  readonly grsq: number
} {
  const { rules } = settings
  const { rssNull } = problem
  const left = state.rss - best.gain
  const rss = Math.abs(left) < rules.negligibleRss(rssNull) ? 0 : left
  const added = isPair(best) ? 2 : 1
  const gcvAfter = gcv(rss, state.live.length + added, cost)
  const gcvNull = gcv(rssNull, 1, cost)
  const rsq = explained(rss, rssNull)
  const grsq = explained(gcvAfter, gcvNull)
  const verdict = rules.judge({
    gain: best.gain,
    rssBefore: state.rss,
    rssNull,
    rsqGain: rsq - explained(state.rss, rssNull),
    rsq,
    grsq,
    gcvRatio: gcvAfter / gcvNull,
    slots: state.slots.length + 2,
    nk: settings.nk,
    thresh: settings.thresh,
  })
  return { verdict, rss, gcv: gcvAfter, rsq, grsq }
}

/** Fills two slots with what the candidate stands for. */
function addCandidate(
  best: Candidate,
  problem: ForwardProblem,
  state: ForwardState,
  settings: ForwardSettings,
): void {
  const { rules } = settings
  const { parent, column } = best
  const linear =
    best.knot === null && (settings.autoLinpreds || settings.linearOnly[column] === true)
  const cut = best.knot ?? lowestCounted(problem, column)
  if (isPair(best)) {
    addPair(state, problem, rules, parent, { column, cut })
  } else {
    addTerm(state, problem, rules, parent, { column, dir: linear ? 2 : 1, cut })
    addDeadSlot(state)
  }
  if (best.shadow) state.shadows.push(best.shadow)
}

/** The least value of a design column among the rows that count. */
function lowestCounted({ design, sqrtWeights }: ForwardProblem, column: number): number {
  const values = design[column]
  let lowest = Number.POSITIVE_INFINITY
  for (let i = 0; i < values.length; i += 1) {
    if (values[i] < lowest && sqrtWeights?.[i] !== 0) lowest = values[i]
  }
  return lowest
}

/** Whether both hinges of the knot add something. */
function isPair(best: Candidate): boolean {
  return best.knot !== null && best.newForm
}

/** The parents' order under these rules. */
function parentQueue(problem: ForwardProblem, settings: ForwardSettings): ParentQueue {
  return settings.rules.parents === 'all'
    ? allParents(settings.degree)
    : fastParents(settings.degree, settings.fastK, settings.fastBeta, problem.rssNull)
}
