import type { ScalableTarget } from '../../jobs/auto-scaling/scalable-target.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { epochSeconds } from '../sagemaker/answers.ts'
import { filterAndPage, type ListInput } from './filter-and-page.ts'
import { describeResource } from './scaling-resource.ts'

/** The targets of a region, or those that are named. */
export function describeScalableTargets(
  { scalableTargets }: Platform,
  input: ListInput & { readonly ResourceIds?: readonly string[] },
  { region }: RequestContext,
): unknown {
  const { ResourceIds: ids } = input
  const asked = scalableTargets
    .list(region)
    .filter(({ name }) => ids === undefined || ids.length === 0 || ids.includes(name))
  const { page, next } = filterAndPage(asked, input, 50)
  return { ScalableTargets: page.map(describe), ...next }
}

function describe(target: ScalableTarget): unknown {
  const { accountId } = target
  return {
    ...describeResource(target.name),
    MinCapacity: target.minCapacity,
    MaxCapacity: target.maxCapacity,
    RoleARN: `arn:aws:iam::${accountId}:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint`,
    CreationTime: epochSeconds(target.creationTime),
    SuspendedState: target.suspended,
    ScalableTargetARN: target.arn,
  }
}
