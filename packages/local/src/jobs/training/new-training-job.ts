import { type Owner, sageMakerArn } from '../../state/arn.ts'
import { mergeTags, type Tag, type Time } from '../resource.ts'
import type { TrainingJob } from './training-job.ts'
import type { TrainingRequest } from './training-request.ts'
import { step } from './training-states.ts'

/** A training job that is about to start. */
export function newTrainingJob(
  request: TrainingRequest,
  { accountId, region }: Owner,
  { now, tags = [], tuningJobArn }: NewJobFacts,
): TrainingJob {
  const job: TrainingJob = {
    name: request.TrainingJobName,
    arn: sageMakerArn({ accountId, region }, 'training-job', request.TrainingJobName),
    accountId,
    region,
    request,
    creationTime: now,
    tags: mergeTags([], tags),
    transitions: [],
    metrics: [],
    runMilliseconds: 0,
    status: 'InProgress',
    secondaryStatus: 'Starting',
    lastModifiedTime: now,
    ...(tuningJobArn !== undefined && { tuningJobArn }),
  }
  step(job, 'Starting', now)
  return job
}

interface NewJobFacts {
  readonly now: Time
  readonly tags?: readonly Tag[] | undefined
  /** The tuning job that launches it, if one does. */
  readonly tuningJobArn?: string
}
