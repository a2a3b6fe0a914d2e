import type { Term } from '../basis/term.ts'
import { isPresence, type NamedColumn, termName } from '../basis/term-name.ts'
import { columnOrigins } from '../design/predictor.ts'
import type { MarsModelValue } from '../model.ts'

/**
 * A term of the model with its coefficient.
 *
 * @public
 */
export interface MarsTerm {
  /** In R's form: `(Intercept)`, `h(Girth-14.2)`, `sexmale*h(16-age)`. */
  readonly name: string
  /** The name of the response that the coefficient is of. */
  readonly response: string
  /** In units of the response for one unit of the term. */
  readonly coefficient: number
}

/** The selected terms in order of creation, for each response. */
export function modelTerms(model: MarsModelValue): readonly MarsTerm[] {
  const columns = namedColumns(model)
  const names = selectedTerms(model).map((term) => termName(term, columns))
  return model.responses.flatMap((response, r) =>
    names.map((name, at) => ({ name, response, coefficient: model.coefficients[r][at] })),
  )
}

/** The selected terms. */
export function selectedTerms(model: MarsModelValue): readonly Term[] {
  return model.selected.map((index) => ({ dirs: model.dirs[index], cuts: model.cuts[index] }))
}

/**
 * The design columns that a term is about, ascending: those of its factors but present(x), which goes
 * with the factor of x.
 */
export function columnsOf(term: Term, columns: readonly NamedColumn[]): readonly number[] {
  return [...columns.keys()].filter((v) => term.dirs[v] !== 0 && !isPresence(term, v, columns[v]))
}

/** The design columns with what a term's name says of them. */
export function namedColumns(model: MarsModelValue): readonly NamedColumn[] {
  return columnOrigins(model.predictors, model.interceptColumn).map((each) => ({
    name: each.column,
    indicator: each.indicator,
    missingness: each.missingness ? each.source : undefined,
  }))
}
