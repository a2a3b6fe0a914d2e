import type { MarsModelValue } from '../model.ts'
import { formatName, formatVersion } from './format-version.ts'

/**
 * A model as one plain JSON value. Members are those of {@link MarsModelValue}, but that `gcv` and
 * `grsq` are null where they are infinite, for which JSON has no number.
 *
 * @public
 */
export interface MarsModelJson extends Omit<MarsModelValue, 'gcv' | 'grsq'> {
  /** Tells a model of this package from other JSON. */
  readonly format: 'byo-mars'
  /** The version of the format; a package that knows only older ones refuses it. */
  readonly version: 1
  /** null: infinite, as the terms use up the rows. */
  readonly gcv: number | null
  /** null: minus infinity. */
  readonly grsq: number | null
}

/** The JSON value of a model, sharing its arrays. */
export function modelToJson(model: MarsModelValue): MarsModelJson {
  return {
    format: formatName,
    version: formatVersion,
    ...model,
    gcv: Number.isFinite(model.gcv) ? model.gcv : null,
    grsq: Number.isFinite(model.grsq) ? model.grsq : null,
  }
}
