import { AwsError } from '../../errors.ts'
import type { Platform } from '../../jobs/platform.ts'
import { formatArn } from '../../state/arn.ts'
import type { RequestContext } from '../operation.ts'
import { groupNameOf } from './find-log-stream.ts'

/** A DescribeLogGroups request; there are no accounts linked to this one. */
export interface DescribeLogGroupsInput {
  readonly logGroupNamePrefix?: string
  /** A part of the name. */
  readonly logGroupNamePattern?: string
  readonly logGroupIdentifiers?: readonly string[]
  readonly logGroupClass?: string
  readonly limit?: number
  /** The name of the last group of the page before. */
  readonly nextToken?: string
}

const largestPage = 50

/** A page of the groups that were written to, by name. */
export function describeLogGroups(
  { logs }: Platform,
  input: DescribeLogGroupsInput,
  context: RequestContext,
): unknown {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, limit = largestPage } = input
  if (prefix !== undefined && pattern !== undefined) {
    throw invalid(
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    )
  }
  const named = input.logGroupIdentifiers?.map((logGroupIdentifier) =>
    groupNameOf({ logGroupIdentifier }),
  )
  const found = logs
    .groups(context.region)
    .filter((name) => name.startsWith(prefix ?? '') && name.includes(pattern ?? ''))
    .filter((name) => named?.includes(name) ?? true)
    .filter(() => (input.logGroupClass ?? 'STANDARD') === 'STANDARD')
  const start = input.nextToken === undefined ? 0 : found.indexOf(input.nextToken) + 1
  if (input.nextToken !== undefined && start === 0) {
    throw invalid('The specified nextToken is invalid.')
  }
  const page = found.slice(start, start + limit)
  return {
    logGroups: page.map((name) => describe(logs, name, context)),
    ...(start + limit < found.length && { nextToken: page.at(-1) }),
  }
}

function describe(logs: Platform['logs'], name: string, context: RequestContext): unknown {
  const created = (logs.streams(context.region, name) ?? []).map((stream) =>
    stream.creationTime.getTime(),
  )
  const arn = formatArn('logs', context, `log-group:${name}`)
  return {
    logGroupName: name,
    creationTime: created.reduce((a, b) => Math.min(a, b)),
    metricFilterCount: 0,
    arn: `${arn}:*`,
    storedBytes: 0,
    logGroupClass: 'STANDARD',
    logGroupArn: arn,
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message)
}
