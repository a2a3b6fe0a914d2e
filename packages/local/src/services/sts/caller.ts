import type { AccessKeys, Session } from '../../state/access-keys.ts'
import { partitionOf } from '../../state/arn.ts'
import type { RequestContext } from '../operation.ts'

/**
 * Who asks: whoever has no key of STS's has taken on one role of the account. So whoever looks for SageMaker's
 * execution role behind the caller finds one, as in a notebook on SageMaker.
 */
export function findCaller(
  accessKeys: AccessKeys,
  { accessKeyId, region, accountId }: RequestContext,
): Pick<Session, 'arn' | 'userId'> {
  return (
    accessKeys.find(accessKeyId)?.session ?? {
      arn: `arn:${partitionOf(region)}:sts::${accountId}:assumed-role/byo-local/laptop`,
      userId: 'AROABYOLOCAL000000000:laptop',
    }
  )
}
