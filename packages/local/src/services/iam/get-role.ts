import type { XmlValue } from '../../protocols/xml.ts'
import { partitionOf } from '../../state/arn.ts'
import { roleIdOf } from '../../state/role.ts'
import type { RequestContext } from '../operation.ts'

/** A GetRole request. */
export interface GetRoleInput {
  readonly RoleName: string
}

/** Every role exists, since none can be made here and any may be named elsewhere; SageMaker may take it on. */
export function getRole({ RoleName: name }: GetRoleInput, context: RequestContext): XmlValue {
  const { accountId, region } = context
  return {
    Role: {
      Path: '/',
      RoleName: name,
      RoleId: roleIdOf(accountId, name),
      Arn: `arn:${partitionOf(region)}:iam::${accountId}:role/${name}`,
      CreateDate: created,
      AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trustPolicy)),
      MaxSessionDuration: 43_200,
    },
  }
}

/** No role was made at any time, so all have the same one: SageMaker's first day. */
const created = '2017-11-29T00:00:00Z'

const trustPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'sagemaker.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ],
}
