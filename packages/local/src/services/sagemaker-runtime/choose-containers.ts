import type { IncomingHttpHeaders } from 'node:http'
import { headers as names } from '@byo/container-kit/contract'
import { AwsError } from '../../errors.ts'
import type { KeptContainer } from '../../jobs/hosting/kept-container.ts'
import type { RequestContext } from '../operation.ts'
import type { Target } from './find-target.ts'

/**
 * The containers that an invocation goes through: all of them in turn, or the one that it names where they are called directly.
 *
 * @throws AwsError `ValidationError` for headers that go with another kind of endpoint.
 */
export function chooseContainers(
  { endpoint, fleet, instance }: Target,
  headers: IncomingHttpHeaders,
  { requestId }: RequestContext,
): readonly KeptContainer[] {
  const { containers } = instance
  const isMultiModel = containers.some(({ models }) => models !== undefined)
  const hasModel = headers[names.targetModel] !== undefined
  if (hasModel && !isMultiModel)
    throw refusal(
      `Endpoint ${endpoint.name} is not a multi-model endpoint and does not support target model header.`,
    )
  const hostname = headers[names.targetContainerHostname]
  const isDirect = fleet.variant.model.request.InferenceExecutionConfig?.Mode === 'Direct'
  const chosen = isDirect ? containers.filter(({ name }) => name === hostname) : containers
  if (isDirect && hostname === undefined)
    throw refusal(`Request ${requestId} is missing a target container hostname header.`)
  if (!isDirect && hostname !== undefined)
    throw refusal(
      `Endpoint ${endpoint.name} is not in direct invocation mode and does not support target container hostname header.`,
    )
  if (chosen.length === 0)
    throw refusal(`Container ${String(hostname)} not found for endpoint ${endpoint.name}.`)
  if (!hasModel && chosen.some(({ models }) => models !== undefined))
    throw refusal(`Request ${requestId} is missing a target model header.`)
  return chosen
}

function refusal(message: string): AwsError {
  return new AwsError('ValidationError', message)
}
