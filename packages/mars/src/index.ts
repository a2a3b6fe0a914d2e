// Fitting

export {
  crossValidate,
  type MarsCrossValidation,
  type MarsFold,
  type MarsOutOfFold,
} from './cross-validation/cross-validate.ts'
export type { CrossValidationOptions } from './cross-validation/cross-validation-options.ts'
export { fitMars } from './fit.ts'
export { fitMarsParallel, type MarsParallelOptions } from './fit-parallel.ts'
export { MarsFit } from './mars-fit.ts'

// Options

export type { GlmFamily } from './glm/family.ts'
export type { GlmLink } from './glm/link.ts'
export type { FactorOptions } from './options/factor-options.ts'
export type { GlmOptions } from './options/glm-options.ts'
export type {
  AbortSignalLike,
  MarsOptions,
  MarsProgress,
  MissingValues,
  UnseenLevels,
} from './options/mars-options.ts'
export type { MarsParentFactor, MarsProposal } from './options/proposed-factor.ts'
export type { UpdateOptions } from './options/update-options.ts'
export type { CoefficientMethod } from './rules/coefficient-method.ts'
export type { PruningMethod } from './rules/pruning-method.ts'
export type { StopReason } from './rules/stop-reason.ts'

// The data

export type { MarsMatrix, MatrixLike, NumberArray } from './design/matrix.ts'
export type { MarsResponse } from './design/response.ts'
export type { MarsRow } from './design/row-reader.ts'
export type { MarsCell, MarsColumn, MarsTable } from './design/table.ts'
export type { MarsResponseValues } from './design/training-input.ts'

// The model

export type { MarsGlm, MarsGlmStatistics } from './glm/glm-fit.ts'
export { MarsModel } from './mars-model.ts'
export type { MarsModelValue, MarsSettings, MarsStatistics, MarsSubset } from './model.ts'
export type { MarsGlmJson, MarsModelJson, MarsStatisticsJson } from './serialise/model-to-json.ts'

// Predicting

export type { FactorPredictor, MarsPredictor, PlainPredictor } from './design/predictor.ts'
export type {
  NewDataOptions,
  PredictionType,
  PredictOptions,
  RowPredictorOptions,
} from './options/predict-options.ts'
export type { MarsRowPredictor } from './predict/row-predictor.ts'
export { type PredictParallelOptions, predictParallel } from './predict-parallel.ts'

// What can be asked of a model

export type { AnovaOptions, MarsAnova } from './summary/anova.ts'
export type { ContributionOptions, MarsContribution } from './summary/contributions.ts'
export type { FormatOptions, FormatStyle } from './summary/format-model.ts'
export type { Grouping } from './summary/grouping.ts'
export type { ImportanceOptions, MarsImportance } from './summary/importance.ts'
export type { MarsTerm } from './summary/model-terms.ts'
export type { SummaryOptions } from './summary/summarise.ts'
export type { Decomposition } from './summary/term-order.ts'

// Errors

export { isMarsError, MarsError, type MarsErrorCode } from './errors.ts'
