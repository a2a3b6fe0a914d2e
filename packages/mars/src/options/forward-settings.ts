import { describe, listed, MarsError } from '../errors.ts'
import { type AllowedFactor, allowedFactor } from './proposed-factor.ts'
import type { ResolvedOptions } from './resolve-options.ts'

/** Resolved options with those that wait for the design columns filled in. */
export interface ForwardSettings extends Omit<ResolvedOptions, 'linpreds' | 'allowed'> {
  /** For each design column whether it may enter only linearly. */
  readonly linearOnly: readonly boolean[]
  readonly allowed: AllowedFactor
  /**
   * For each design column the one that is 1 where its source is missing, −1 where none is: terms with
   * the column take 1 − that one as another factor.
   */
  readonly guards: Int32Array
}

/** A design column and the source column it was made from. */
export interface ColumnOrigin {
  readonly column: string
  readonly source: string
  /** Whether it is 0 or 1. */
  readonly indicator: boolean
  /** Whether it is 1 where the source is missing. */
  readonly missingness: boolean
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
      ({ column, source, missingness }) =>
        missingness || linpreds.includes(column) || linpreds.includes(source),
    ),
    guards: guardsOf(columns),
  }
}

/** For each design column the place of its source's missingness column, −1 where there is none. */
function guardsOf(columns: readonly ColumnOrigin[]): Int32Array {
  const places = new Map(
    columns.flatMap(({ source, missingness }, v) => (missingness ? [[source, v] as const] : [])),
  )
  return Int32Array.from(columns, ({ source, missingness }) =>
    missingness ? -1 : (places.get(source) ?? -1),
  )
}

/** Refuses a way to prune that the rules do not have for so many responses. */
export function refusePruning(
  { rules, pmethod }: Pick<ForwardSettings, 'rules' | 'pmethod'>,
  responses: number,
): void {
  const methods = rules.pruneMethods(responses)
  if (methods.includes(pmethod)) return
  const several = rules.pruneMethods(1).includes(pmethod) ? ` with ${responses} responses` : ''
  throw new MarsError(
    'unsupported-option',
    `Option pmethod is '${pmethod}', which does not go with compat '${rules.compat}'${several}: it can be ${methods.map((each) => `'${each}'`).join(' or ')}.`,
  )
}
