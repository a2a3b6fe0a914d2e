import type { ScalingActivity } from '../../jobs/auto-scaling/scaling-activity.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { epochSeconds } from '../sagemaker/answers.ts'
import { filterAndPage, type ListInput } from './filter-and-page.ts'
import { describeResource } from './scaling-resource.ts'

/** Milliseconds for which AWS tells of an activity: six weeks. */
const memory = 6 * 7 * 24 * 3_600_000

/** What was scaled in a region, or of one target, the newest first. */
export function describeScalingActivities(
  { scalingActivities, clock }: Platform,
  input: ListInput & { readonly ResourceId?: string },
  { region }: RequestContext,
): unknown {
  const oldest = clock.now().getTime() - memory
  const asked = scalingActivities
    .list(region)
    .filter(({ resourceId }) => (input.ResourceId ?? resourceId) === resourceId)
    .filter(({ creationTime }) => creationTime > oldest)
    .sort((a, b) => b.creationTime - a.creationTime)
  const { page, next } = filterAndPage(asked, input, 50)
  return { ScalingActivities: page.map(describe), ...next }
}

function describe(activity: ScalingActivity): unknown {
  const { endTime } = activity
  return {
    ActivityId: activity.name,
    ...describeResource(activity.resourceId),
    Description: activity.description,
    Cause: activity.cause,
    StartTime: epochSeconds(activity.creationTime),
    ...(endTime !== undefined && { EndTime: epochSeconds(endTime) }),
    StatusCode: activity.status,
    StatusMessage: activity.message,
  }
}
