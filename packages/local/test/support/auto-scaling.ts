import { createAutoScalingOperations } from '../../src/services/application-autoscaling/operations.ts'
import type { Answer, PlatformUnderTest } from './with-platform.ts'

/** The variant of the endpoints that the tests create. */
export const resource = {
  ServiceNamespace: 'sagemaker',
  ResourceId: 'endpoint/endpoint/variant/variant-0',
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
}

/** Calls an operation of Application Auto Scaling, by default about that variant. */
export async function scaling(
  test: PlatformUnderTest,
  operation: string,
  input: object = {},
): Promise<Answer> {
  const operations = createAutoScalingOperations(test.platform)
  return operations[operation]?.({ ...resource, ...input }, test.context)
}

/** A target-tracking policy of a metric of asynchronous endpoints. */
export function backlogTracking(TargetValue: number, changes: object = {}): object {
  return {
    TargetValue,
    CustomizedMetricSpecification: {
      MetricName: 'ApproximateBacklogSizePerInstance',
      Namespace: 'AWS/SageMaker',
      Dimensions: [{ Name: 'EndpointName', Value: 'endpoint' }],
      Statistic: 'Average',
    },
    ...changes,
  }
}
