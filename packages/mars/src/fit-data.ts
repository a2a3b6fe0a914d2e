import { refuseForGlm } from './design/glm-responses.ts'
import { columnOrigins } from './design/predictor.ts'
import type { TrainingData } from './design/training-data.ts'
import { type WorkingColumns, workingColumns } from './design/working-columns.ts'
import { forwardPass } from './forward/forward-pass.ts'
import type { ForwardResult } from './forward/forward-result.ts'
import { restoredTerms } from './forward/restored-terms.ts'
import { sumAboutMean } from './linear-algebra/weighted-rows.ts'
import { createFit, type MarsFit } from './mars-fit.ts'
import {
  type ColumnOrigin,
  type ForwardSettings,
  forwardSettings,
  refusePruning,
} from './options/forward-settings.ts'
import type { ResolvedOptions } from './options/resolve-options.ts'

/** A fit of which all but the passes is settled. */
export interface FitPlan {
  readonly data: TrainingData
  readonly settings: ForwardSettings
  readonly working: WorkingColumns
  readonly origins: readonly ColumnOrigin[]
}

/** Fits a model to data that has been read. */
export function fitData(data: TrainingData, resolved: ResolvedOptions): MarsFit {
  const plan = planFit(data, resolved)
  return finishFit(plan, forwardPass(plan.working, plan.settings))
}

/** Settles what depends on data and options together. */
export function planFit(data: TrainingData, resolved: ResolvedOptions): FitPlan {
  const origins = columnOrigins(data.predictors, resolved.interceptColumn)
  const settings = forwardSettings(resolved, origins)
  refusePruning(settings, data.responses.length)
  refuseForGlm(data, settings.glm)
  return { data, settings, working: workingColumns(data, settings), origins }
}

/** Makes the fit of what the forward pass has found; the working columns are not held on to. */
export function finishFit(
  { data, settings, working, origins }: FitPlan,
  forward: ForwardResult,
): MarsFit {
  const { design, responses, sqrtWeights, ...units } = working
  const indicators = origins.map(({ indicator }) => indicator)
  const terms = restoredTerms(forward.terms, data.x, { ...units, design }, indicators)
  const nullSums = responses.map((response) => sumAboutMean(response, sqrtWeights))
  return createFit({ data, settings, units, nullSums, forward, terms })
}
