import type { Endpoint, Variant } from '../../jobs/hosting/endpoint.ts'
import { updateEndpoint } from '../../jobs/hosting/run-endpoint.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { ServerlessConfig } from '../../jobs/serverless/serverless-config.ts'
import type { RequestContext } from '../operation.ts'
import { requireChangeable } from './endpoint-changes.ts'
import { findEndpoint } from './find-resource.ts'
import { refusal } from './refusals.ts'

/** An UpdateEndpointWeightsAndCapacities request as it comes. */
export interface UpdateWeightsInput {
  readonly EndpointName: string
  readonly DesiredWeightsAndCapacities: readonly DesiredWeight[]
}

interface DesiredWeight {
  readonly VariantName: string
  readonly DesiredWeight?: number
  readonly DesiredInstanceCount?: number
  readonly ServerlessUpdateConfig?: Partial<Omit<ServerlessConfig, 'MemorySizeInMB'>>
}

/** Changes how much traffic variants get, and how many instances serve them; answers without waiting. */
export function updateEndpointWeightsAndCapacities(
  platform: Platform,
  { EndpointName, DesiredWeightsAndCapacities: desired }: UpdateWeightsInput,
  context: RequestContext,
): unknown {
  const endpoint = findEndpoint(platform, EndpointName, context)
  requireChangeable(endpoint)
  checkDesired(endpoint, desired)
  void updateEndpoint(platform, endpoint, {
    kind: 'capacities',
    configName: endpoint.configName,
    variants: endpoint.variants.map((variant) => change(variant, desired)),
    startTime: platform.clock.now().getTime(),
  })
  return { EndpointArn: endpoint.arn }
}

function checkDesired(
  { arn, variants, asyncInference }: Endpoint,
  desired: readonly DesiredWeight[],
): void {
  const names = desired.map(({ VariantName }) => VariantName)
  for (const [i, one] of desired.entries()) {
    const { VariantName: name } = one
    if (names.indexOf(name) !== i) throw refusal(`Variant "${name}" is given more than once.`)
    const variant = variants.find(({ request }) => request.VariantName === name)
    if (variant === undefined)
      throw refusal(`The endpoint "${arn}" has no production variant "${name}".`)
    checkServerlessUpdate(variant, one)
    if (one.DesiredInstanceCount === 0 && asyncInference === undefined)
      throw refusal(`Variant "${name}" serves in real time and must keep at least one instance.`)
  }
}

/** Requires that instances are asked for where there are some, and another concurrency where there are none. */
function checkServerlessUpdate(variant: Variant, one: DesiredWeight): void {
  const { VariantName: name, ServerlessUpdateConfig: update } = one
  if (variant.serverless === undefined) {
    if (update === undefined) return
    throw refusal(`Variant "${name}" is not serverless and takes no ServerlessUpdateConfig.`)
  }
  if (one.DesiredInstanceCount !== undefined)
    throw refusal(`Variant "${name}" is serverless and takes no DesiredInstanceCount.`)
  const { MaxConcurrency: most, ProvisionedConcurrency: kept = 0 } = {
    ...variant.serverless,
    ...update,
  }
  if (kept > most)
    throw refusal(
      `ProvisionedConcurrency ${kept} of variant "${name}" is greater than its MaxConcurrency ${most}.`,
    )
}

function change(variant: Variant, desired: readonly DesiredWeight[]): Variant {
  const asked = desired.find(({ VariantName }) => VariantName === variant.request.VariantName)
  return {
    ...variant,
    weight: asked?.DesiredWeight ?? variant.weight,
    instanceCount: asked?.DesiredInstanceCount ?? variant.instanceCount,
    ...(variant.serverless && {
      serverless: { ...variant.serverless, ...asked?.ServerlessUpdateConfig },
    }),
  }
}
