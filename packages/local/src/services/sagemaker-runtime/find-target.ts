import type { IncomingHttpHeaders } from 'node:http'
import { headers as names } from '@byo/container-kit/contract'
import { AwsError } from '../../errors.ts'
import { chooseFleet } from '../../jobs/hosting/choose-fleet.ts'
import { chooseInstance } from '../../jobs/hosting/choose-instance.ts'
import type { Endpoint, EndpointStatus } from '../../jobs/hosting/endpoint.ts'
import type { Fleet } from '../../jobs/hosting/fleet.ts'
import type { Instance } from '../../jobs/hosting/instance.ts'
import type { ServedEndpoint } from '../../jobs/hosting/served-endpoint.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { takeTurn } from './take-turn.ts'

/** An endpoint that takes invocations, and what serves it. */
export interface InvokedEndpoint {
  readonly endpoint: Endpoint
  readonly served: ServedEndpoint
}

/** Who is to answer an invocation. */
export interface Target extends InvokedEndpoint {
  readonly fleet: Fleet
  readonly instance: Instance
  /** To be called once it has answered: until then the instance counts the invocation as outstanding. */
  readonly release: () => void
}

/** Endpoints in these states serve, or are about to serve again. */
const serving: ReadonlySet<EndpointStatus> = new Set([
  'InService',
  'Updating',
  'RollingBack',
  'SystemUpdating',
])

/** Milliseconds that an invocation waits for an endpoint that this emulator is starting again. */
const patience = 10_000

/**
 * The endpoint of that name, once it serves.
 *
 * @throws AwsError `ValidationError` for one that is not there or not in service, `ServiceUnavailable`, which SDKs try again,
 *   for one that is still being started again after a restart of the emulator.
 */
export async function findInvokedEndpoint(
  platform: Platform,
  name: string,
  context: RequestContext,
): Promise<InvokedEndpoint> {
  const invoked = findServedEndpoint(platform, name, context)
  const { served } = invoked
  if (served.fleets.length === 0) await served.untilServing(platform.clock, patience)
  if (served.fleets.length === 0) throw unavailable(`Endpoint ${name} is being started again.`)
  return invoked
}

/**
 * The endpoint of that name, also while the emulator starts it again.
 *
 * @throws AwsError `ValidationError` for one that is not there or not in service.
 */
export function findServedEndpoint(
  { endpoints, served: all }: Platform,
  name: string,
  { accountId, region }: RequestContext,
): InvokedEndpoint {
  const endpoint = endpoints.get(region, name)
  const notFound = `Endpoint ${name} of account ${accountId} not found.`
  // Names that differ in case only are taken for the same when endpoints are made, and not here.
  if (endpoint?.name !== name) throw new AwsError('ValidationError', notFound)
  const served = all.get(endpoint.arn)
  if (served === undefined || !serving.has(endpoint.status))
    throw new AwsError('ValidationError', `${notFound} Its status is ${endpoint.status}.`)
  return { endpoint, served }
}

/**
 * The instance that is to answer an invocation: the one of its session, or one of the variant that it names or whose turn it is.
 *
 * @throws AwsError `ValidationError` for a variant that is not there, `ServiceUnavailable` while nothing can answer, and what
 *   {@link takeTurn} throws.
 */
export async function takeTarget(
  platform: Platform,
  { endpoint, served }: InvokedEndpoint,
  headers: IncomingHttpHeaders,
): Promise<Target> {
  const session = headers[names.sessionId]
  if (headers[names.inferenceComponent] !== undefined)
    throw new AwsError(
      'ValidationError',
      'Inference Component Name header is not allowed for endpoints to which you dont plan to deploy inference components. Please remove Inference Component Name header or consider using SageMaker Inference Components.',
    )
  // A session that is not known, or not any more, is for a container to judge: each has its own words for that.
  const place = session === undefined ? undefined : served.sessions.find(String(session))
  if (place?.instance.isReady === true && place.fleet.pool === undefined)
    return take({ endpoint, served, ...place })
  const fleet = findFleet(endpoint, served, headers[names.targetVariant])
  if (fleet.pool !== undefined) {
    const turn = await takeTurn(platform, fleet.pool, endpoint)
    return { endpoint, served, fleet, ...turn }
  }
  const instance = chooseInstance(fleet, headers[names.targetModel] as string | undefined)
  if (instance !== undefined) return take({ endpoint, served, fleet, instance })
  throw unavailable(`The containers of variant ${fleet.name} are being started again.`)
}

function take(place: Omit<Target, 'release'>): Target {
  const { instance, served, fleet } = place
  served.countInvocation(fleet.name)
  instance.outstanding += 1
  return { ...place, release: () => instance.release() }
}

function findFleet(
  { name }: Endpoint,
  { fleets }: ServedEndpoint,
  target: string | string[] | undefined,
): Fleet {
  const fleet = chooseFleet(
    target === undefined ? fleets : fleets.filter((one) => one.name === target),
  )
  // A variant without traffic of its own is there for those who name it.
  const found = fleet ?? fleets.find((one) => one.name === target)
  if (found !== undefined) return found
  throw new AwsError(
    'ValidationError',
    target === undefined
      ? `All variants of endpoint ${name} have weight 0.`
      : `Variant ${String(target)} not found for endpoint ${name}.`,
  )
}

function unavailable(message: string): AwsError {
  return new AwsError('ServiceUnavailable', message, 503)
}
