// Starting

// Errors
export { isLocalError, LocalError, type LocalErrorCode } from './errors.ts'
export type { RequestLogEntry } from './gateway/request-log.ts'
export { type LocalClientConfig, type LocalSageMaker, startLocalSageMaker } from './start-local.ts'
export type { LocalSageMakerOptions } from './start-options.ts'
