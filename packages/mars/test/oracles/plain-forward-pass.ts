import { createColumnSearch } from '../../src/forward/column-search.ts'
import { startForwardPass } from '../../src/forward/forward-pass.ts'
import type { TrainingColumns } from '../../src/forward/forward-problem.ts'
import type { ForwardResult } from '../../src/forward/forward-result.ts'
import type { ForwardSettings } from '../../src/options/forward-settings.ts'

/** A forward pass that searches every pair of parent and predictor row by row at every step. */
export function plainForwardPass(
  columns: TrainingColumns,
  settings: ForwardSettings,
): ForwardResult {
  const { problem, steps } = startForwardPass(columns, settings)
  const search = createColumnSearch(problem, settings, [...problem.design.keys()])
  let next = steps.next()
  while (!next.done) {
    const { kind, state, wanted } = next.value
    next = steps.next(
      kind === 'search'
        ? search.search(state, wanted)
        : wanted.map((each) => each.columns.map(() => anything)),
    )
  }
  return next.value
}

/** What a screen says of a pair of which it knows nothing. */
const anything = { newForm: true, alone: 0, hinges: -1, bound: Number.POSITIVE_INFINITY }
