import type { CreateModelInput } from '@aws-sdk/client-sagemaker'
import { formatTags } from '../requests/format-tags.ts'

/**
 * What a model is made of.
 *
 * @public
 */
export interface ModelOptions {
  /** The image: what `publishImage` gave, or an ECR address. */
  readonly image: string | { readonly uri: string }
  /** The archive that a training job left, `s3://…/model.tar.gz`. */
  readonly modelDataUri?: string | undefined
  /**
   * What the model is called: at most 63 letters, digits and hyphens.
   *
   * @defaultValue `model-<time>-<random>`
   */
  readonly name?: string | undefined
  /** Variables for the container. */
  readonly environment?: Readonly<Record<string, string>> | undefined
  /** The model's AWS tags, value by key. @defaultValue none */
  readonly tags?: Readonly<Record<string, string>> | undefined
}

/** The request for CreateModel. */
export function modelSpec(
  options: ModelOptions,
  { name, roleArn }: { readonly name: string; readonly roleArn: string },
): CreateModelInput {
  const { image, modelDataUri, environment, tags } = options
  return {
    ModelName: name,
    ExecutionRoleArn: roleArn,
    PrimaryContainer: {
      Image: typeof image === 'string' ? image : image.uri,
      ...(modelDataUri !== undefined && { ModelDataUrl: modelDataUri }),
      ...(environment && { Environment: { ...environment } }),
    },
    ...(tags && { Tags: formatTags(tags) }),
  }
}
