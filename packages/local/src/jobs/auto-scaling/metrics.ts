import type { Platform } from '../platform.ts'
import type { ScaledVariant } from './scaled-variant.ts'
import type { TargetTracking } from './scaling-policy.ts'

/** What is known of a variant in a minute. */
interface Minute {
  readonly invocations: number
  readonly instances: number
  readonly backlog: number
}

/** The metrics that are measured here, each as CloudWatch would have it. */
const metrics: Readonly<Record<string, (minute: Minute) => number>> = {
  // Without traffic too: SageMaker emits zeros then, so that a variant comes down to its minimum.
  SageMakerVariantInvocationsPerInstance: ({ invocations, instances }) =>
    invocations / Math.max(1, instances),
  // Without instances it is all of the backlog: AWS scales up from none once that exceeds the target.
  ApproximateBacklogSizePerInstance: ({ backlog, instances }) => backlog / Math.max(1, instances),
  ApproximateBacklogSize: ({ backlog }) => backlog,
  HasBacklogWithoutCapacity: ({ backlog, instances }) => (backlog > 0 && instances === 0 ? 1 : 0),
}

/** The metrics that a policy can name as its own. */
export const customizedMetrics: readonly string[] = Object.keys(metrics).filter((name) =>
  /Backlog/.test(name),
)

/** What a policy's metric is called. */
export function metricOf({
  PredefinedMetricSpecification: predefined,
  CustomizedMetricSpecification: customized,
}: TargetTracking): string {
  return predefined?.PredefinedMetricType ?? customized?.MetricName ?? ''
}

/**
 * Measures a variant.
 *
 * @param invocations - Since a minute ago.
 */
export function measure(
  { asyncQueues }: Platform,
  { endpoint, variant }: ScaledVariant,
  invocations: number,
): (metric: string) => number {
  const { instanceCount: instances } = variant
  const backlog = endpoint.asyncInference ? asyncQueues.of(endpoint.arn).size : 0
  return (metric) => metrics[metric]?.({ invocations, instances, backlog }) ?? 0
}
