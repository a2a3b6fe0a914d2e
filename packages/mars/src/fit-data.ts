import { refuseForGlm } from './design/glm-responses.ts'
import { columnOrigins } from './design/predictor.ts'
import type { TrainingData } from './design/training-data.ts'
import { workingColumns } from './design/working-columns.ts'
import { forwardPass } from './forward/forward-pass.ts'
import { restoredTerms } from './forward/restored-terms.ts'
import { createFit, type MarsFit } from './mars-fit.ts'
import { forwardSettings, refusePruning } from './options/forward-settings.ts'
import type { ResolvedOptions } from './options/resolve-options.ts'

/** Fits a model to data that has been read. */
export function fitData(data: TrainingData, resolved: ResolvedOptions): MarsFit {
  const origins = columnOrigins(data.predictors, resolved.interceptColumn)
  const settings = forwardSettings(resolved, origins)
  refusePruning(settings, data.responses.length)
  refuseForGlm(data, settings.glm)

  const working = workingColumns(data, settings)
  const forward = forwardPass(working, settings)
  const indicators = origins.map(({ indicator }) => indicator)
  const terms = restoredTerms(forward.terms, data.x, working, indicators)
  return createFit({ data, settings, working, forward: { ...forward, terms } })
}
