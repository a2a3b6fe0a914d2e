// Fitting

// The data
export type { MarsMatrix, MatrixLike, NumberArray } from './design/matrix.ts'
// The model
export type { FactorPredictor, MarsPredictor, PlainPredictor } from './design/predictor.ts'
export type { MarsResponse } from './design/response.ts'
export type { MarsCell, MarsColumn, MarsTable } from './design/table.ts'
export type { MarsResponseValues } from './design/training-input.ts'
// Errors
export { isMarsError, MarsError, type MarsErrorCode } from './errors.ts'
export { fitMars } from './fit.ts'
export { MarsModel, type PredictOptions } from './mars-model.ts'
export type { MarsModelValue, MarsSettings } from './model.ts'
export type { FactorOptions } from './options/factor-options.ts'
export type {
  AbortSignalLike,
  MarsOptions,
  MarsProgress,
  MissingValues,
  UnseenLevels,
} from './options/mars-options.ts'
export type { StopReason } from './rules/stop-reason.ts'
export type { MarsModelJson } from './serialise/model-to-json.ts'
export type { MarsTerm } from './summary/model-terms.ts'
