import { AwsError } from '../../errors.ts'
import type { Endpoint } from '../../jobs/hosting/endpoint.ts'
import type { AsyncInferenceConfig } from '../../jobs/hosting/endpoint-config.ts'

/** Requires that an endpoint answers those who wait. SageMaker refuses what is not so; the words are ours. */
export function requireRealTime({ name, accountId, asyncInference }: Endpoint): void {
  if (asyncInference === undefined) return
  throw new AwsError(
    'ValidationError',
    `Endpoint ${name} of account ${accountId} is an asynchronous endpoint and can only be invoked by InvokeEndpointAsync.`,
  )
}

/** Requires the opposite, and returns how the endpoint answers. */
export function requireAsync({ name, accountId, asyncInference }: Endpoint): AsyncInferenceConfig {
  if (asyncInference !== undefined) return asyncInference
  throw new AwsError(
    'ValidationError',
    `Endpoint ${name} of account ${accountId} is not an asynchronous endpoint: InvokeEndpointAsync needs an endpoint whose configuration has an AsyncInferenceConfig.`,
  )
}
