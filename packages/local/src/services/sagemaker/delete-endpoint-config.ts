import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { findEndpointConfig } from './find-resource.ts'

/** Endpoints go on serving by a configuration that is deleted. */
export function deleteEndpointConfig(
  platform: Platform,
  { EndpointConfigName }: { EndpointConfigName: string },
  context: RequestContext,
): void {
  platform.endpointConfigs.delete(findEndpointConfig(platform, EndpointConfigName, context))
}
