// Check a container from outside
export type { CheckLevel, CheckPart, CheckResult } from './check.ts'
export { type CheckReport, checkContainer } from './check-container.ts'
export type { CheckOptions } from './check-options.ts'
