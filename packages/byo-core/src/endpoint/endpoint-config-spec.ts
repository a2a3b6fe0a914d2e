import type {
  CreateEndpointConfigInput,
  ProductionVariant,
  ProductionVariantInstanceType,
} from '@aws-sdk/client-sagemaker'
import { defaultInstanceType } from '../naming/instance-type.ts'
import { nameOf } from '../naming/reference.ts'
import { checkText } from '../requests/check-limits.ts'
import { formatTags } from '../requests/format-tags.ts'
import { withSdkOptions } from '../requests/with-sdk-options.ts'
import { asyncInferenceSpec } from './async-inference-spec.ts'
import { dataCaptureSpec } from './data-capture-spec.ts'
import type {
  EndpointConfigOptions,
  HostedModels,
  HostingOptions,
  ServerlessOptions,
  VariantOptions,
} from './hosting-options.ts'
import { resolveVariants } from './resolve-variants.ts'

/** Source: AWS's API model, KmsKeyId. */
const keyForm = {
  min: 1,
  max: 2048,
  pattern: /^[a-zA-Z0-9:/_-]*$/,
  wanted: "a key's id, an alias/<name> or an ARN",
}

/**
 * The request for CreateEndpointConfig: a model that gets all traffic, or variants that share it. Throws an
 * `invalid-option` error for what SageMaker would refuse.
 */
export function endpointConfigSpec(
  options: HostedModels & EndpointConfigOptions,
  {
    name,
    tags,
  }: { readonly name: string; readonly tags: Readonly<Record<string, string>> | undefined },
): CreateEndpointConfigInput {
  const { asyncInference, dataCapture, kmsKeyId, sdkOptions } = options
  checkText('kmsKeyId', kmsKeyId, keyForm)
  const input: CreateEndpointConfigInput = {
    EndpointConfigName: name,
    ProductionVariants: resolveVariants(options).map(variantSpec),
    ...(asyncInference && {
      AsyncInferenceConfig: asyncInferenceSpec(asyncInference === true ? {} : asyncInference),
    }),
    ...(dataCapture && { DataCaptureConfig: dataCaptureSpec(dataCapture) }),
    ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
    ...(tags && { Tags: formatTags(tags) }),
  }
  return withSdkOptions<CreateEndpointConfigInput>(input, sdkOptions?.endpointConfig)
}

/** Throws an `invalid-option` error for what SageMaker would refuse, whatever model it is that is hosted. */
export function checkHosting(options: HostingOptions): void {
  endpointConfigSpec({ ...options, model: 'model' }, { name: 'endpoint', tags: undefined })
}

function variantSpec(variant: VariantOptions): ProductionVariant {
  const { name, model, weight, serverless, volumeSizeInGB, sdkOptions } = variant
  const { startupHealthCheckTimeoutInSeconds, modelDataDownloadTimeoutInSeconds } = variant
  const input: ProductionVariant = {
    VariantName: name,
    ModelName: nameOf(model),
    ...(weight !== undefined && { InitialVariantWeight: weight }),
    ...(serverless ? serverlessSpec(serverless) : instancesSpec(variant)),
    ...(volumeSizeInGB !== undefined && { VolumeSizeInGB: volumeSizeInGB }),
    ...(modelDataDownloadTimeoutInSeconds !== undefined && {
      ModelDataDownloadTimeoutInSeconds: modelDataDownloadTimeoutInSeconds,
    }),
    ...(startupHealthCheckTimeoutInSeconds !== undefined && {
      ContainerStartupHealthCheckTimeoutInSeconds: startupHealthCheckTimeoutInSeconds,
    }),
  }
  return withSdkOptions(input, sdkOptions?.variant)
}

function instancesSpec({
  instanceType = defaultInstanceType,
  instanceCount = 1,
}: VariantOptions): Partial<ProductionVariant> {
  return {
    // The SDK's list ends with the day of its release.
    InstanceType: instanceType as ProductionVariantInstanceType,
    InitialInstanceCount: instanceCount,
  }
}

function serverlessSpec({
  memorySizeInMB,
  maxConcurrency,
  provisionedConcurrency,
}: ServerlessOptions): Partial<ProductionVariant> {
  return {
    ServerlessConfig: {
      MemorySizeInMB: memorySizeInMB,
      MaxConcurrency: maxConcurrency,
      ...(provisionedConcurrency !== undefined && {
        ProvisionedConcurrency: provisionedConcurrency,
      }),
    },
  }
}
