import type { ContainerDefinition, CreateModelInput } from '@aws-sdk/client-sagemaker'
import { uriOf } from '../naming/reference.ts'
import { formatTags } from '../requests/format-tags.ts'
import { formatVpc } from '../requests/format-vpc.ts'
import { formatImageConfig } from '../requests/image-config.ts'
import { withSdkOptions } from '../requests/with-sdk-options.ts'
import type { ContainerOptions, ModelOptions } from './model-options.ts'

/** The request for CreateModel. */
export function modelSpec(
  options: ModelOptions,
  { name, roleArn }: { readonly name: string; readonly roleArn: string },
): CreateModelInput {
  const { vpc, networkIsolation, tags, sdkOptions } = options
  const input: CreateModelInput = {
    ModelName: name,
    ExecutionRoleArn: roleArn,
    ...(options.containers === undefined
      ? { PrimaryContainer: containerSpec(options) }
      : { Containers: options.containers.map(containerSpec) }),
    ...(vpc && { VpcConfig: formatVpc(vpc) }),
    ...(networkIsolation !== undefined && { EnableNetworkIsolation: networkIsolation }),
    ...(tags && { Tags: formatTags(tags) }),
  }
  return withSdkOptions<CreateModelInput>(input, sdkOptions)
}

function containerSpec(container: ContainerOptions): ContainerDefinition {
  const { image, imageConfig, modelDataUri, multiModel = false, environment, hostname } = container
  return {
    Image: uriOf(image),
    ...(imageConfig && { ImageConfig: formatImageConfig(imageConfig) }),
    ...(modelDataUri !== undefined && { ModelDataUrl: modelDataUri }),
    ...(multiModel && { Mode: 'MultiModel' }),
    ...(environment && { Environment: { ...environment } }),
    ...(hostname !== undefined && { ContainerHostname: hostname }),
  }
}
