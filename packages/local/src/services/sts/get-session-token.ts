import { AwsError } from '../../errors.ts'
import type { XmlValue } from '../../protocols/xml.ts'
import type { AccessKeys } from '../../state/access-keys.ts'
import type { RequestContext } from '../operation.ts'
import { findCaller } from './caller.ts'
import { formatCredentials } from './credentials.ts'

/** A GetSessionToken request. */
export interface GetSessionTokenInput {
  readonly DurationSeconds?: number
}

/** Seconds: twelve hours. */
const usualDuration = 43_200

/** Temporary credentials of the caller, who must not have such already. */
export function getSessionToken(
  accessKeys: AccessKeys,
  { DurationSeconds = usualDuration }: GetSessionTokenInput,
  context: RequestContext,
): XmlValue {
  if (accessKeys.find(context.accessKeyId)?.session !== undefined) {
    throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403)
  }
  const caller = findCaller(accessKeys, context)
  const key = accessKeys.issue(context.accountId, caller, DurationSeconds)
  return { Credentials: formatCredentials(key) }
}
