import { ByoError } from '../errors.ts'
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

/** The name in an ARN of a job, or the name itself. */
export function jobNameOf(
  { region }: Pick<Session, 'region'>,
  nameOrArn: string,
  { what, kind }: { readonly what: string; readonly kind: string },
): string {
  if (!nameOrArn.startsWith('arn:')) return nameOrArn
  const [, place, found, name] =
    /^arn:[^:]+:sagemaker:([^:]+):\d{12}:([^/]+)\/(.+)$/.exec(nameOrArn) ?? []
  if (name === undefined || found !== kind) {
    throw new ByoError(
      'invalid-option',
      `"${nameOrArn}" is not the ARN of a ${what}; those look like arn:aws:sagemaker:eu-west-1:123456789012:${kind}/iris-1.`,
    )
  }
  if (place !== region) {
    throw new ByoError(
      'invalid-option',
      `The ${what} ${nameOrArn} is in ${place}, and the session is in ${region}: make a session with region: '${place}'.`,
    )
  }
  return name
}

/** S3's ARNs name neither region nor account. */
export function s3ArnOf(session: Pick<Session, 'region'>, uri: string): string {
  return `arn:${partitionOfRegion(session.region)}:s3:::${uri.slice('s3://'.length)}`
}

function partitionOfRegion(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}
