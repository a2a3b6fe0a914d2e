import type { AccessKeys } from '../../state/access-keys.ts'
import type { QueryOperations } from '../operation.ts'
import { assumeRole } from './assume-role.ts'
import { findCaller } from './caller.ts'
import { getSessionToken } from './get-session-token.ts'

/** The operations of STS. Nobody's permissions are checked. */
export function createStsOperations(accessKeys: AccessKeys): QueryOperations {
  return {
    AssumeRole: (input) => assumeRole(accessKeys, input),
    GetCallerIdentity: (_input, context) => {
      const { arn, userId } = findCaller(accessKeys, context)
      return { Arn: arn, UserId: userId, Account: context.accountId }
    },
    GetSessionToken: (input, context) => getSessionToken(accessKeys, input, context),
  }
}
