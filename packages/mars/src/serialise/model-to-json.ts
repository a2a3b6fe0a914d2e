import type { MarsGlm, MarsGlmStatistics } from '../glm/glm-fit.ts'
import type { MarsModelValue, MarsStatistics, MarsSubset } from '../model.ts'
import { formatName, formatVersion } from './format-version.ts'

/**
 * RSS and GCV as JSON, which has no number for infinity.
 *
 * @public
 */
export interface MarsStatisticsJson extends Omit<MarsStatistics, 'gcv' | 'grsq'> {
  /** null: infinite, as the terms use up the rows. */
  readonly gcv: number | null
  /** null: minus infinity. */
  readonly grsq: number | null
}

/**
 * Generalised linear models as JSON.
 *
 * @public
 */
export interface MarsGlmJson extends Omit<MarsGlm, 'perResponse'> {
  /** How each response was fitted; `aic` is null where it is infinite. */
  readonly perResponse: readonly (Omit<MarsGlmStatistics, 'aic'> & {
    readonly aic: number | null
  })[]
}

/**
 * A model as one plain JSON value. Members are those of {@link MarsModelValue}, but that `gcv`,
 * `grsq` and `aic` are null where they are infinite, for which JSON has no number.
 *
 * @public
 */
export interface MarsModelJson
  extends Omit<MarsModelValue, keyof MarsStatistics | 'perResponse' | 'subsets' | 'glm'>,
    MarsStatisticsJson {
  /** Tells a model of this package from other JSON. */
  readonly format: 'byo-mars'
  /** The version of the format; a package that knows only older ones refuses it. */
  readonly version: 1
  /** The figures of each response. */
  readonly perResponse?: readonly MarsStatisticsJson[]
  /** The best subset of each size. */
  readonly subsets?: readonly (MarsStatisticsJson & Pick<MarsSubset, 'members'>)[]
  /** Generalised linear models. */
  readonly glm?: MarsGlmJson
}

/** The JSON value of a model, sharing its arrays where they hold no infinity. */
export function modelToJson(model: MarsModelValue): MarsModelJson {
  const { glm, ...rest } = model
  const { perResponse, subsets } = model
  return {
    format: formatName,
    version: formatVersion,
    ...withoutInfinities(rest),
    ...(perResponse ? { perResponse: perResponse.map(withoutInfinities) } : {}),
    ...(subsets ? { subsets: subsets.map(withoutInfinities) } : {}),
    ...(glm ? { glm: glmToJson(glm) } : {}),
  }
}

/** The same members, with null for what is infinite. */
function withoutInfinities<Given extends MarsStatistics>(
  given: Given,
): Omit<Given, 'gcv' | 'grsq'> & Pick<MarsStatisticsJson, 'gcv' | 'grsq'> {
  return {
    ...given,
    gcv: Number.isFinite(given.gcv) ? given.gcv : null,
    grsq: Number.isFinite(given.grsq) ? given.grsq : null,
  }
}

/** The same models, with null for an infinite AIC. */
function glmToJson(glm: MarsGlm): MarsGlmJson {
  return {
    ...glm,
    perResponse: glm.perResponse.map((each) => ({
      ...each,
      aic: Number.isFinite(each.aic) ? each.aic : null,
    })),
  }
}
