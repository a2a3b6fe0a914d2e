import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { findModel } from './find-resource.ts'

/** Endpoints go on serving a model that is deleted. */
export function deleteModel(
  platform: Platform,
  { ModelName }: { ModelName: string },
  context: RequestContext,
): void {
  platform.models.delete(findModel(platform, ModelName, context))
}
