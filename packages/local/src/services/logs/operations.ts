import type { Platform } from '../../jobs/platform.ts'
import { validateInput } from '../../validation/validate-input.ts'
import type { JsonOperation, JsonOperations, RequestContext } from '../operation.ts'
import { describeLogGroups } from './describe-log-groups.ts'
import { describeLogStreams } from './describe-log-streams.ts'
import { filterLogEvents } from './filter-log-events.ts'
import { getLogEvents } from './get-log-events.ts'

/** An operation once its input is known to satisfy AWS's API model. */
type CheckedOperation = (platform: Platform, input: never, context: RequestContext) => unknown

const operations: Readonly<Record<string, CheckedOperation>> = {
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
}

/** The operations of CloudWatch Logs, `X-Amz-Target: Logs_20140328.<name>`, each behind the check of its input. */
export function createLogsOperations(platform: Platform): JsonOperations {
  return Object.fromEntries(
    Object.entries(operations).map(([name, run]): [string, JsonOperation] => [
      name,
      (input, context) =>
        run(platform, validateInput(name, input, 'InvalidParameterException') as never, context),
    ]),
  )
}
