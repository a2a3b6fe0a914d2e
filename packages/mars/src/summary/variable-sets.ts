// Terms by the set of variables in them: Friedman (1991), equation 24, collects the terms of a model
// as f(x) = a_0 + Σ f_i(x_i) + Σ f_ij(x_i, x_j) + …
import type { MarsModelValue } from '../model.ts'
import { columnsOf, namedColumns } from './model-terms.ts'

/** The terms that hold exactly these variables. */
export interface VariableSet {
  /** In design order; none for the intercept. */
  readonly variables: readonly string[]
  /** Positions in `selected`, ascending. */
  readonly terms: readonly number[]
}

/** The sets of variables of the selected terms: smaller ones first, then in design order. */
export function variableSets(
  model: MarsModelValue,
  names: readonly string[],
): readonly VariableSet[] {
  const columns = namedColumns(model)
  const distinct = [...new Set(names)]
  const sets = new Map<string, { variables: number[]; terms: number[] }>()
  for (const [at, index] of model.selected.entries()) {
    const term = { dirs: model.dirs[index], cuts: model.cuts[index] }
    const present = columnsOf(term, columns).map((v) => names[v])
    const variables = [...distinct.keys()].filter((n) => present.includes(distinct[n]))
    const key = variables.join()
    const set = sets.get(key) ?? { variables, terms: [] }
    sets.set(key, set)
    set.terms.push(at)
  }
  return [...sets.values()]
    .sort((a, b) => a.variables.length - b.variables.length || compare(a.variables, b.variables))
    .map(({ variables, terms }) => ({ variables: variables.map((n) => distinct[n]), terms }))
}

/** Compares two lists of the same length, element by element. */
function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index])
  return at === -1 ? 0 : a[at] - b[at]
}
