import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { epochSeconds } from './answers.ts'
import { findModel } from './find-resource.ts'

/** A model as it was created. */
export function describeModel(
  platform: Platform,
  { ModelName }: { ModelName: string },
  context: RequestContext,
): unknown {
  const model = findModel(platform, ModelName, context)
  const { Tags: _, ...asked } = model.request
  return { ...asked, ModelArn: model.arn, CreationTime: epochSeconds(model.creationTime) }
}
