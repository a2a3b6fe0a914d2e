import type { ProductionVariantInstanceType, TrainingInstanceType } from '@aws-sdk/client-sagemaker'

/**
 * A machine of SageMaker, such as `ml.m5.large`: one that the AWS SDK knows, or a newer one. There is no
 * `local`: jobs run where the session's endpoint is.
 *
 * @public
 */
export type InstanceType =
  | TrainingInstanceType
  | ProductionVariantInstanceType
  // Not simply the pattern: it would swallow the names above, and editors would no longer propose them.
  | (`ml.${string}` & Record<never, never>)

/** The smallest machine that every region has. */
export const defaultInstanceType: 'ml.m5.large' = 'ml.m5.large'

/** What images for a machine are built for: `g` behind a family's generation stands for Graviton, GB200 has Grace processors. */
export function architectureOf(instanceType: string): 'amd64' | 'arm64' {
  return /^ml\.([a-z]+\d+g[a-z]*|\w+-gb\d+)\./.test(instanceType) ? 'arm64' : 'amd64'
}
