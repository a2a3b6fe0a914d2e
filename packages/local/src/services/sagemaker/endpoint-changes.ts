import type { Endpoint } from '../../jobs/hosting/endpoint.ts'
import { refusal } from './refusals.ts'

/** Requires that an endpoint may be updated now: that it is in service and nothing is being done to it. */
export function requireChangeable(endpoint: Endpoint): void {
  requireSettled(endpoint)
  if (endpoint.status === 'InService') return
  throw refusal(
    `Cannot update endpoint "${endpoint.arn}" because its status is ${endpoint.status}. A failed endpoint can only be deleted.`,
  )
}

/** Requires that nothing is being done to an endpoint. */
export function requireSettled({ arn, status }: Endpoint): void {
  if (status === 'InService' || status === 'Failed') return
  throw refusal(`Cannot update in-progress endpoint "${arn}".`)
}
