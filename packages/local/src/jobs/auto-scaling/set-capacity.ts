import { newIdentifier } from '../../state/identifiers.ts'
import { updateEndpoint } from '../hosting/run-endpoint.ts'
import type { Platform } from '../platform.ts'
import type { ScalableTarget } from './scalable-target.ts'
import type { ScaledVariant } from './scaled-variant.ts'
import type { ScalingActivity } from './scaling-activity.ts'

/** Gives a variant another number of instances, as UpdateEndpointWeightsAndCapacities does, and notes that; does not wait for it. */
export function setCapacity(
  platform: Platform,
  target: ScalableTarget,
  { endpoint, variant }: ScaledVariant,
  { capacity, cause }: { readonly capacity: number; readonly cause: string },
): void {
  const { clock, scalingActivities } = platform
  const now = clock.now().getTime()
  const id = newIdentifier()
  const activity: ScalingActivity = {
    name: id,
    arn: id,
    accountId: target.accountId,
    region: target.region,
    creationTime: now,
    tags: [],
    resourceId: target.name,
    description: `Setting desired instance count to ${capacity}.`,
    cause,
    status: 'InProgress',
    message: `Successfully set desired instance count to ${capacity}. Waiting for change to be fulfilled by sagemaker.`,
  }
  scalingActivities.add(activity)
  const { VariantName } = variant.request
  const done = updateEndpoint(platform, endpoint, {
    kind: 'capacities',
    configName: endpoint.configName,
    variants: endpoint.variants.map((one) =>
      one.request.VariantName === VariantName ? { ...one, instanceCount: capacity } : one,
    ),
    startTime: now,
  })
  platform.run(async (closing) => {
    await done
    if (closing.aborted) return
    const reached = endpoint.variants.find(({ request }) => request.VariantName === VariantName)
    const isDone = reached?.instanceCount === capacity
    activity.status = isDone ? 'Successful' : 'Failed'
    activity.message = isDone
      ? `Successfully set desired instance count to ${capacity}. Change successfully fulfilled by sagemaker.`
      : `Failed to set desired instance count to ${capacity}. Reason: ${endpoint.failureReason ?? 'the endpoint is gone.'}`
    activity.endTime = clock.now().getTime()
    scalingActivities.save(activity)
  })
}
