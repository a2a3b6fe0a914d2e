// Starting one

export { type LocalClientConfig, type LocalSageMaker, startLocalSageMaker } from './start-local.ts'

// What an emulator is told and tells

export type { RequestLogEntry } from './gateway/request-log.ts'
export type { PlatformTimes } from './jobs/platform-options.ts'
export type { LocalSageMakerOptions } from './start-options.ts'

// Faults to order

export type {
  Fault,
  FaultError,
  FaultFrequency,
  JobFault,
  JobKind,
  RequestFault,
} from './faults/fault.ts'
export type { Faults, OrderedFault } from './faults/fault-registry.ts'

// Errors

export { isLocalError, LocalError, type LocalErrorCode } from './errors.ts'
