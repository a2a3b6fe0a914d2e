import type { DataCaptureConfig, ProductionVariant } from '../../jobs/hosting/endpoint-config.ts'
import type { Platform } from '../../jobs/platform.ts'
import { mergeTags, type Tag } from '../../jobs/resource.ts'
import { sageMakerArn } from '../../state/arn.ts'
import type { RequestContext } from '../operation.ts'
import { checkServerless, checkServerlessEndpoint } from './check-serverless.ts'
import { findModel } from './find-resource.ts'
import { notHere, refusal } from './refusals.ts'
import { type AsyncInferenceInput, resolveAsyncInference } from './resolve-async-inference.ts'

/** A CreateEndpointConfig request as it comes. */
export interface CreateEndpointConfigInput {
  readonly EndpointConfigName: string
  readonly ProductionVariants: readonly VariantInput[]
  readonly ShadowProductionVariants?: readonly unknown[]
  readonly AsyncInferenceConfig?: AsyncInferenceInput
  readonly ExplainerConfig?: unknown
  readonly DataCaptureConfig?: DataCaptureConfig
  readonly EnableNetworkIsolation?: boolean
  readonly Tags?: readonly Tag[]
}

/** A variant as it comes: it may serve inference components instead of a model. */
export interface VariantInput extends Partial<ProductionVariant> {
  readonly VariantName: string
  readonly RoutingConfig?: { readonly RoutingStrategy: string }
}

/** Members of a variant that change how it is served, in ways that are not here. */
const missingMembers = [
  'ManagedInstanceScaling',
  'InstancePools',
  'CapacityReservationConfig',
  'AcceleratorPartitionLayouts',
  'CoreDumpConfig',
]

/** Creates an endpoint configuration of models that are there. */
export function createEndpointConfig(
  platform: Platform,
  input: CreateEndpointConfigInput,
  context: RequestContext,
): unknown {
  const name = input.EndpointConfigName
  const arn = sageMakerArn(context, 'endpoint-config', name)
  if (platform.endpointConfigs.get(context.region, name) !== undefined) {
    throw refusal(`Cannot create already existing endpoint configuration "${arn}".`)
  }
  refuseWhatIsNotHere(input)
  const variants = input.ProductionVariants.map(resolveVariant)
  const { AsyncInferenceConfig: asyncInference, ...rest } = input
  const AsyncInferenceConfig = resolveAsyncInference(platform, asyncInference)
  checkNames(variants)
  checkServerlessEndpoint(input)
  for (const { ModelName } of variants) findModel(platform, ModelName, context)
  platform.endpointConfigs.add({
    name,
    arn,
    accountId: context.accountId,
    region: context.region,
    creationTime: platform.clock.now().getTime(),
    tags: mergeTags([], input.Tags),
    request: {
      EnableNetworkIsolation: false,
      ...rest,
      ProductionVariants: variants,
      ...(AsyncInferenceConfig && { AsyncInferenceConfig }),
    },
  })
  return { EndpointConfigArn: arn }
}

function refuseWhatIsNotHere(input: CreateEndpointConfigInput): void {
  if (input.ExplainerConfig !== undefined) throw notHere('ExplainerConfig')
  if (input.DataCaptureConfig?.EnableCapture === true) throw notHere('Data capture')
  if (input.ShadowProductionVariants?.length) throw notHere('ShadowProductionVariants')
}

function resolveVariant(variant: VariantInput): ProductionVariant {
  checkServerless(variant)
  const missing = missingMembers.find((member) => Object.hasOwn(variant, member))
  if (missing !== undefined) throw notHere(missing)
  const strategy = variant.RoutingConfig?.RoutingStrategy ?? ''
  if (/^(?:PREFIX|KV)_AWARE$/.test(strategy)) throw notHere(`RoutingStrategy ${strategy}`)
  if (variant.ModelName === undefined) throw notHere('A production variant without a ModelName')
  return {
    InitialVariantWeight: 1,
    ...(variant.ServerlessConfig === undefined && { InitialInstanceCount: 1 }),
    ...variant,
    ModelName: variant.ModelName,
  }
}

function checkNames(variants: readonly ProductionVariant[]): void {
  const names = variants.map(({ VariantName }) => VariantName)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) {
    throw refusal(
      `Production variant names must be unique, and "${twice}" is given more than once.`,
    )
  }
}
