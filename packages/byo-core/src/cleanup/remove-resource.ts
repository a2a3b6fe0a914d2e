import { isTransient } from '../requests/error-kinds.ts'
import type { Resource } from '../resource.ts'
import { deleteObjects } from '../s3/delete-objects.ts'
import type { Session } from '../session/session.ts'
import { waitUntil } from '../waiting/wait-until.ts'
import { removeEndpoint, removeEndpointConfig } from './remove-endpoint.ts'
import { removeImage, removeRepository } from './remove-image.ts'
import { removeModel } from './remove-model.ts'
import type { RemoveOptions } from './remove-options.ts'
import { removeScalableTarget } from './remove-scalable-target.ts'
import { removeTrainingJob } from './remove-training-job.ts'
import { removeTransformJob } from './remove-transform-job.ts'
import { removeTuningJob } from './remove-tuning-job.ts'

/** Throttling is ridden out for so many seconds, the time included that an endpoint or a job takes to end. */
const patience = 3600

/** Removes one resource; what is gone already is fine. */
export async function removeResource(
  session: Session,
  resource: Resource,
  options: RemoveOptions,
): Promise<void> {
  await waitUntil(
    {
      subject: `deletion of ${resource.arn}`,
      maxWaitTime: patience,
      abortSignal: options.signal,
      passes: isTransient,
      runtime: session.runtime,
    },
    async () => ({ state: 'SUCCESS', value: await remove(session, resource, options) }),
  )
}

async function remove(
  session: Session,
  { kind, name }: Resource,
  { keepTrainingJobs = false, signal, onStatus }: RemoveOptions,
): Promise<void> {
  switch (kind) {
    case 'scalable-target':
      return removeScalableTarget(session, name, signal)
    case 'endpoint':
      return removeEndpoint(session, name, { signal, onStatus })
    case 'endpoint-config':
      return removeEndpointConfig(session, name, signal)
    case 'model':
      return removeModel(session, name, signal)
    case 'tuning-job':
      return removeTuningJob(session, name, { keepRecords: keepTrainingJobs, signal })
    case 'training-job':
      return removeTrainingJob(session, name, { keepRecord: keepTrainingJobs, signal })
    case 'transform-job':
      return removeTransformJob(session, name, signal)
    case 's3-objects':
      return deleteObjects(session, name, signal)
    case 'image':
      return removeImage(session, name, signal)
    case 'image-repository':
      return removeRepository(session, name, signal)
  }
}
