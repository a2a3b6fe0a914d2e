import { refuseForGlm } from './design/glm-responses.ts'
import { columnOrigins } from './design/predictor.ts'
import type { TrainingData } from './design/training-data.ts'
import { workingColumns } from './design/working-columns.ts'
import { forwardPass } from './forward/forward-pass.ts'
import { restoredTerms } from './forward/restored-terms.ts'
import { sumAboutMean } from './linear-algebra/weighted-rows.ts'
import { createFit, type MarsFit } from './mars-fit.ts'
import { forwardSettings, refusePruning } from './options/forward-settings.ts'
import type { ResolvedOptions } from './options/resolve-options.ts'

/** Fits a model to data that has been read. */
export function fitData(data: TrainingData, resolved: ResolvedOptions): MarsFit {
  const origins = columnOrigins(data.predictors, resolved.interceptColumn)
  const settings = forwardSettings(resolved, origins)
  refusePruning(settings, data.responses.length)
  refuseForGlm(data, settings.glm)

  const { design, responses, sqrtWeights, ...units } = workingColumns(data, settings)
  const forward = forwardPass({ ...units, design, responses, sqrtWeights }, settings)
  const indicators = origins.map(({ indicator }) => indicator)
  const terms = restoredTerms(forward.terms, data.x, { ...units, design }, indicators)
  const nullSums = responses.map((response) => sumAboutMean(response, sqrtWeights))
  return createFit({ data, settings, units, nullSums, forward, terms })
}
