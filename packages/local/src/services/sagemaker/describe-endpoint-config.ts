import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { epochSeconds } from './answers.ts'
import { findEndpointConfig } from './find-resource.ts'

/** An endpoint configuration as it was created. */
export function describeEndpointConfig(
  platform: Platform,
  { EndpointConfigName }: { EndpointConfigName: string },
  context: RequestContext,
): unknown {
  const config = findEndpointConfig(platform, EndpointConfigName, context)
  const { Tags: _, ...asked } = config.request
  return {
    ...asked,
    EndpointConfigArn: config.arn,
    CreationTime: epochSeconds(config.creationTime),
  }
}
