import type { Platform } from '../../jobs/platform.ts'
import { isTransformTerminal, requestTransformStop } from '../../jobs/transform/transform-states.ts'
import type { RequestContext } from '../operation.ts'
import { findTransformJob } from './find-resource.ts'
import { refusal } from './refusals.ts'

/** Asks a transform job to stop; one that is stopping already goes on doing so. */
export function stopTransformJob(
  platform: Platform,
  { TransformJobName }: { TransformJobName: string },
  context: RequestContext,
): void {
  const job = findTransformJob(platform, TransformJobName, context)
  if (isTransformTerminal(job)) {
    throw refusal(`The request was rejected because the transform job is in status ${job.status}.`)
  }
  requestTransformStop(platform, job)
}
