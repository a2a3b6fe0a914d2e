import type { Session } from './session.ts'

/** The ARN of something in the session's account and region. */
export async function arnOf(
  session: Pick<Session, 'region' | 'accountId'>,
  service: string,
  resource: string,
): Promise<string> {
  const account = await session.accountId()
  return `arn:${partitionOfRegion(session.region)}:${service}:${session.region}:${account}:${resource}`
}

/** S3's ARNs name neither region nor account. */
export function s3ArnOf(session: Pick<Session, 'region'>, uri: string): string {
  return `arn:${partitionOfRegion(session.region)}:s3:::${uri.slice('s3://'.length)}`
}

function partitionOfRegion(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}
