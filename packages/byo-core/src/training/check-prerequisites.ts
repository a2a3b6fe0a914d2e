import type { CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker'
import { checkImage } from '../image/check/check-image.ts'
import type { ImageUse } from '../image/check/image-problem.ts'
import { isS3Uri } from '../naming/s3-uri.ts'
import { checkBucket, checkObjects } from '../s3/check-objects.ts'
import type { Session } from '../session/session.ts'

/** Of a request for CreateTrainingJob: what must be there before. */
export type Prerequisites = Pick<
  CreateTrainingJobRequest,
  'AlgorithmSpecification' | 'InputDataConfig' | 'CheckpointConfig'
> &
  Partial<Pick<CreateTrainingJobRequest, 'OutputDataConfig' | 'ResourceConfig'>>

/**
 * Throws when something that a job needs isn't there: its image, its data, the buckets for what it leaves; or when its
 * image isn't fit for the uses, of which there are none for an image that isn't to be looked at. What the caller
 * may not look at is left to SageMaker.
 *
 * @throws `image-not-found`, `image-refused`, `image-too-large`, `data-not-found`, `bucket-unavailable`
 */
export async function checkPrerequisites(
  session: Session,
  job: Prerequisites,
  uses: readonly ImageUse[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const checks: Promise<void>[] = []
  const image = job.AlgorithmSpecification?.TrainingImage
  if (image !== undefined && uses.length > 0) {
    checks.push(checkImage(session, image, uses, signal))
  }
  for (const { ChannelName, DataSource } of job.InputDataConfig ?? []) {
    const { S3Uri: uri, S3DataType } = DataSource?.S3DataSource ?? {}
    if (uri === undefined || !isS3Uri(uri)) continue
    const by = `the channel "${ChannelName}"`
    checks.push(checkObjects(session, { uri, by, isWhole: S3DataType !== 'S3Prefix' }, signal))
  }
  const targets = {
    outputPath: job.OutputDataConfig?.S3OutputPath,
    'checkpoints.uri': job.CheckpointConfig?.S3Uri,
  }
  for (const [by, uri] of Object.entries(targets)) {
    if (uri !== undefined && isS3Uri(uri)) checks.push(checkBucket(session, { uri, by }, signal))
  }
  // All at once; of several problems the first one here, whichever is found first.
  const results = await Promise.allSettled(checks)
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

/** What a job wants of its image. */
export function trainingUse({ AlgorithmSpecification, ResourceConfig }: Prerequisites): ImageUse {
  const { ContainerEntrypoint, ContainerArguments } = AlgorithmSpecification ?? {}
  const { InstanceType, InstanceGroups = [] } = ResourceConfig ?? {}
  const types = [InstanceType, ...InstanceGroups.map((group) => group.InstanceType)]
  return {
    commands: ContainerEntrypoint || ContainerArguments ? [] : ['train'],
    labels: [],
    isHosted: false,
    instanceTypes: types.flatMap((type) => type ?? []),
  }
}
