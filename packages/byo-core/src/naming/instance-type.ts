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
