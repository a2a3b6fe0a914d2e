import type { Platform } from '../../jobs/platform.ts'
import type { JsonOperations } from '../operation.ts'
import { describeLogStreams } from './describe-log-streams.ts'
import { getLogEvents } from './get-log-events.ts'

/** The operations of CloudWatch Logs, `X-Amz-Target: Logs_20140328.<name>`. */
export function createLogsOperations(platform: Platform): JsonOperations {
  return {
    DescribeLogStreams: (input, context) => describeLogStreams(platform, input, context),
    GetLogEvents: (input, context) => getLogEvents(platform, input, context),
  }
}
