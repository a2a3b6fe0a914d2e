import type { Platform } from '../../jobs/platform.ts'
import type { JsonOperations } from '../operation.ts'

/** The operations of CloudWatch Logs, `X-Amz-Target: Logs_20140328.<name>`. */
export function createLogsOperations(_platform: Platform): JsonOperations {
  return {}
}
