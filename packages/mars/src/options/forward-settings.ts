import { describe, listed, MarsError } from '../errors.ts'
import { type AllowedFactor, allowedFactor } from './proposed-factor.ts'
import type { ResolvedOptions } from './resolve-options.ts'

/** Resolved options with those that wait for the design columns filled in. */
export interface ForwardSettings extends Omit<ResolvedOptions, 'linpreds' | 'allowed'> {
  /** For each design column whether it may enter only linearly. */
  readonly linearOnly: readonly boolean[]
  readonly allowed: AllowedFactor
}

/** A design column and the source column it was made from. */
export interface ColumnOrigin {
  readonly column: string
  readonly source: string
}

/** Fills in what depends on the design columns. */
export function forwardSettings(
  options: ResolvedOptions,
  columns: readonly ColumnOrigin[],
): ForwardSettings {
  const { linpreds, allowed, ...rest } = options
  for (const name of linpreds) {
    if (columns.some(({ column, source }) => column === name || source === name)) continue
    throw new MarsError(
      'missing-column',
      `Option linpreds names ${describe(name)}, which is no predictor: there are ${listed(columns.map(({ column }) => column))}.`,
    )
  }
  return {
    ...rest,
    nk: options.rules.roundNk(options.nk || options.rules.defaults.nk(columns.length)),
    allowed: allowedFactor(allowed, columns),
    linearOnly: columns.map(
      ({ column, source }) => linpreds.includes(column) || linpreds.includes(source),
    ),
  }
}
