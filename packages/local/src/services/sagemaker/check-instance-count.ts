import { AwsError } from '../../errors.ts'

/** Instances that one job may have: each is a process or more of this machine. */
const mostInstances = 20

/** Requires that a job does not want more instances than this machine can stand. */
export function checkInstanceCount(
  kind: 'training' | 'transform',
  instanceType: string,
  count: number,
): void {
  if (count <= mostInstances) return
  throw new AwsError(
    'ResourceLimitExceeded',
    `The account-level service limit '${instanceType} for ${kind} job usage' is ${mostInstances} Instances, with current utilization of 0 Instances and a request delta of ${count} Instances. Please use AWS Service Quotas to request an increase for this quota. If AWS Service Quotas is not available, contact AWS support to request an increase for this quota.`,
  )
}
