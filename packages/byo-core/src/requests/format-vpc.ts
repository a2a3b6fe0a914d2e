import type { VpcConfig } from '@aws-sdk/client-sagemaker'
import { checkCount, checkText } from './check-limits.ts'

/**
 * The private network that containers are attached to.
 *
 * @public
 */
export interface VpcOptions {
  /** Ids of subnets, 1 to 16. */
  readonly subnets: readonly string[]
  /** Ids of security groups, 1 to 5. */
  readonly securityGroupIds: readonly string[]
}

/** The network as AWS takes it. Source of the limits: AWS's API model. */
export function formatVpc({ subnets, securityGroupIds }: VpcOptions): VpcConfig {
  checkCount('subnets', subnets.length, { min: 1, max: 16 })
  checkCount('security groups', securityGroupIds.length, { min: 1, max: 5 })
  const form = {
    min: 1,
    max: 32,
    pattern: /^[-0-9a-zA-Z]+$/,
    wanted: 'letters, digits and hyphens',
  }
  for (const id of subnets) checkText('The subnet', id, form)
  for (const id of securityGroupIds) checkText('The security group', id, form)
  return { Subnets: [...subnets], SecurityGroupIds: [...securityGroupIds] }
}
