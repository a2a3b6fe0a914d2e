import { describe, MarsError } from '../errors.ts'
import type { ColumnOrigin } from './forward-settings.ts'
import type { MarsProposal } from './mars-options.ts'

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
    const answer: unknown = allowed({
      degree: parents.length + 1,
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
