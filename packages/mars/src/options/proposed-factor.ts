import { describe, MarsError } from '../errors.ts'
import type { ColumnOrigin } from './forward-settings.ts'

/**
 * A term that the forward pass is about to try: the parent's factors times one more.
 *
 * @public
 */
export interface MarsProposal {
  /** Factors of the term that would be made, those of missing values not counted; from 1. */
  readonly degree: number
  /** The design column of the new factor (`Speciesversicolor`). */
  readonly column: string
  /** The table's column that it is made from (`Species`). */
  readonly predictor: string
  /** The factors of the parent, in design order; none where the parent is the intercept. */
  readonly parents: readonly MarsParentFactor[]
}

/**
 * A factor of the term that is about to be multiplied.
 *
 * @public
 */
export interface MarsParentFactor {
  /** Its design column. */
  readonly column: string
  /** The table's column that it is made from. */
  readonly predictor: string
  /** 1 for max(0, x − cut), −1 for max(0, cut − x), 2 for x. */
  readonly dir: 1 | -1 | 2
}

/** Whether the term with these dirs may be multiplied by a design column. */
export type AllowedFactor = (dirs: readonly number[], column: number) => boolean

/** The option `allowed` in terms of design columns; without it everything is allowed. */
export function allowedFactor(
  allowed: ((proposal: MarsProposal) => boolean) | null,
  columns: readonly ColumnOrigin[],
): AllowedFactor {
  if (allowed === null) return () => true
  return (dirs, column) => {
    const parents = dirs.flatMap((dir, v) =>
      dir === 0
        ? []
        : [{ column: columns[v].column, predictor: columns[v].source, dir: dir as 1 | -1 | 2 }],
    )
    const { column: name, source: predictor } = columns[column]
    const counted = dirs.filter((dir, v) => {
      return (dir !== 0 || v === column) && !columns[v].missingness
    })
    const answer: unknown = allowed({
      degree: Math.max(1, counted.length),
      column: name,
      predictor,
      parents,
    })
    if (typeof answer === 'boolean') return answer
    throw new MarsError(
      'invalid-option',
      `Option allowed returned ${describe(answer)} for column ${describe(name)}: it has to return true or false.`,
    )
  }
}
