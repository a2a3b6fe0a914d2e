import type { EndpointConfig } from '../../jobs/hosting/endpoint-config.ts'
import { containersOf, type Model } from '../../jobs/hosting/model.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { findModel } from './find-resource.ts'
import { refusal } from './refusals.ts'

/**
 * Requires that the models of an endpoint can be served in the way that its configuration asks for. SageMaker says no more than
 * the first sentence.
 */
export function checkFeatures(
  platform: Platform,
  { request }: EndpointConfig,
  context: RequestContext,
): void {
  const isAsync = request.AsyncInferenceConfig !== undefined
  for (const { ModelName, ServerlessConfig } of request.ProductionVariants) {
    const model = findModel(platform, ModelName, context)
    if (isAsync && isDirectOrMultiModel(model))
      throw unsupported(
        `the model "${ModelName}" has containers that an asynchronous invocation has no header to name, or several models in one of them`,
      )
    if (ServerlessConfig !== undefined && isMoreThanOneModel(model))
      throw unsupported(
        `the model "${ModelName}" has several containers, several models or network isolation, and a serverless variant cannot`,
      )
  }
}

function isMoreThanOneModel(model: Model): boolean {
  const { EnableNetworkIsolation } = model.request
  return EnableNetworkIsolation || containersOf(model).length > 1 || isDirectOrMultiModel(model)
}

function isDirectOrMultiModel(model: Model): boolean {
  const { InferenceExecutionConfig } = model.request
  return (
    InferenceExecutionConfig?.Mode === 'Direct' ||
    containersOf(model).some(({ Mode }) => Mode === 'MultiModel')
  )
}

function unsupported(reason: string) {
  return refusal(
    `One or more endpoint features are not supported using this configuration: ${reason}.`,
  )
}
