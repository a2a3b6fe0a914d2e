// Fitting

// The model
export type { MarsPredictor } from './design/predictor.ts'
export type { MarsColumn, MarsTable } from './design/table.ts'
// Errors
export { isMarsError, MarsError, type MarsErrorCode } from './errors.ts'
export { fitMars } from './fit.ts'
export { MarsModel, type PredictOptions } from './mars-model.ts'
export type { MarsModelValue, MarsSettings } from './model.ts'
export type {
  AbortSignalLike,
  MarsOptions,
  MarsProgress,
  UnseenLevels,
} from './options/mars-options.ts'
export type { MarsParentFactor, MarsProposal } from './options/proposed-factor.ts'
export type { StopReason } from './rules/stop-reason.ts'
export type { MarsModelJson } from './serialise/model-to-json.ts'
export type { MarsTerm } from './summary/model-terms.ts'
