import type { ImageConfig, TrainingImageConfig } from '@aws-sdk/client-sagemaker'
import { ByoError } from '../errors.ts'
import { checkText } from './check-limits.ts'

/**
 * How SageMaker gets an image that isn't in ECR.
 *
 * @public
 */
export interface ImageConfigOptions {
  /**
   * `Vpc` for a private registry that is reached from the container's `vpc`, over HTTPS with a certificate of a
   * public authority; `Platform` for ECR.
   */
  readonly repositoryAccessMode: 'Platform' | 'Vpc'
  /**
   * The ARN of the Lambda function that gives SageMaker the registry's user and password.
   *
   * @defaultValue none, for a registry that lets everybody read
   */
  readonly repositoryCredentialsProviderArn?: string | undefined
}

/** Throws for what SageMaker would refuse; `hasVpc` tells whether the containers have a network. */
export function checkImageConfig(
  { repositoryAccessMode, repositoryCredentialsProviderArn }: ImageConfigOptions,
  hasVpc: boolean,
): void {
  if (!['Platform', 'Vpc'].includes(repositoryAccessMode)) {
    throw invalid(
      `imageConfig.repositoryAccessMode is "${repositoryAccessMode}"; SageMaker takes Platform and Vpc.`,
    )
  }
  if (repositoryAccessMode === 'Vpc' && !hasVpc) {
    throw invalid(
      'imageConfig asks for an image of a registry in a VPC: give the subnets and security groups that reach it in vpc.',
    )
  }
  if (repositoryAccessMode === 'Platform' && repositoryCredentialsProviderArn !== undefined) {
    throw invalid(
      'imageConfig.repositoryCredentialsProviderArn is for registries in a VPC: leave it out, or set repositoryAccessMode to Vpc.',
    )
  }
  checkText('imageConfig.repositoryCredentialsProviderArn', repositoryCredentialsProviderArn, {
    min: 1,
    max: 2048,
    pattern: /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:.+$/,
    wanted: 'the ARN of a Lambda function',
  })
}

/** As models take it. */
export function formatImageConfig(options: ImageConfigOptions): ImageConfig {
  const { repositoryAccessMode, repositoryCredentialsProviderArn: arn } = options
  return {
    RepositoryAccessMode: repositoryAccessMode,
    ...(arn !== undefined && { RepositoryAuthConfig: { RepositoryCredentialsProviderArn: arn } }),
  }
}

/** As training jobs take it, under names of their own. */
export function formatTrainingImageConfig(options: ImageConfigOptions): TrainingImageConfig {
  const { repositoryAccessMode, repositoryCredentialsProviderArn: arn } = options
  return {
    TrainingRepositoryAccessMode: repositoryAccessMode,
    ...(arn !== undefined && {
      TrainingRepositoryAuthConfig: { TrainingRepositoryCredentialsProviderArn: arn },
    }),
  }
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
