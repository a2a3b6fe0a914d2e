import type { Endpoint, Variant } from '../../jobs/hosting/endpoint.ts'
import { updateEndpoint } from '../../jobs/hosting/run-endpoint.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { requireChangeable } from './endpoint-changes.ts'
import { findEndpoint } from './find-resource.ts'
import { notHere, refusal } from './refusals.ts'

/** An UpdateEndpointWeightsAndCapacities request as it comes. */
export interface UpdateWeightsInput {
  readonly EndpointName: string
  readonly DesiredWeightsAndCapacities: readonly DesiredWeight[]
}

interface DesiredWeight {
  readonly VariantName: string
  readonly DesiredWeight?: number
  readonly DesiredInstanceCount?: number
  readonly ServerlessUpdateConfig?: unknown
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
  updateEndpoint(platform, endpoint, {
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
    if (!variants.some(({ request }) => request.VariantName === name))
      throw refusal(`The endpoint "${arn}" has no production variant "${name}".`)
    if (one.ServerlessUpdateConfig !== undefined) throw notHere('ServerlessUpdateConfig')
    if (one.DesiredInstanceCount === 0 && asyncInference === undefined)
      throw refusal(`Variant "${name}" serves in real time and must keep at least one instance.`)
  }
}

function change(variant: Variant, desired: readonly DesiredWeight[]): Variant {
  const asked = desired.find(({ VariantName }) => VariantName === variant.request.VariantName)
  return {
    ...variant,
    weight: asked?.DesiredWeight ?? variant.weight,
    instanceCount: asked?.DesiredInstanceCount ?? variant.instanceCount,
  }
}
