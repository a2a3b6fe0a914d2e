import { AwsError } from '../../errors.ts'
import type { XmlValue } from '../../protocols/xml.ts'
import type { AccessKeys } from '../../state/access-keys.ts'
import { parseRoleArn, roleIdOf } from '../../state/role.ts'
import { formatCredentials } from './credentials.ts'

/** An AssumeRole request; session policies and tags are taken and have no effect. */
export interface AssumeRoleInput {
  readonly RoleArn: string
  readonly RoleSessionName: string
  readonly DurationSeconds?: number
  readonly SourceIdentity?: string
}

/** Seconds. */
const usualDuration = 3600

/** Temporary credentials of a role: what they are used for belongs to the role's account. */
export function assumeRole(
  accessKeys: AccessKeys,
  { RoleArn, RoleSessionName, DurationSeconds = usualDuration, SourceIdentity }: AssumeRoleInput,
): XmlValue {
  const role = parseRoleArn(RoleArn)
  if (role === undefined) throw new AwsError('ValidationError', `${RoleArn} is invalid`)
  const { partition, accountId, name } = role
  const caller = {
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${name}/${RoleSessionName}`,
    userId: `${roleIdOf(accountId, name)}:${RoleSessionName}`,
  }
  const key = accessKeys.issue(accountId, caller, DurationSeconds)
  return {
    Credentials: formatCredentials(key),
    AssumedRoleUser: { AssumedRoleId: caller.userId, Arn: caller.arn },
    SourceIdentity,
  }
}
