import type { TrainingInstanceType } from '@aws-sdk/client-sagemaker'
import type { ImageUse } from '../image/check/image-problem.ts'
import { defaultInstanceType } from '../naming/instance-type.ts'
import { uriOf } from '../naming/reference.ts'
import type { Session } from '../session/session.ts'
import {
  checkPrerequisites,
  type Prerequisites,
  trainingUse,
} from '../training/check-prerequisites.ts'
import type { InputOptions } from './provide-inputs.ts'
import { addressOf, optionsOf } from './training-data.ts'

/**
 * Throws when an image, data in S3 or a bucket that the options name isn't there, or when the image can't be
 * trained, or used as it's to be later, before anything is made.
 */
export async function checkInputs(
  session: Session,
  { image, checkImage, trainingData, training = {}, signal }: InputOptions,
  laterUses: readonly ImageUse[],
): Promise<void> {
  const channels = Object.entries(trainingData).map(([ChannelName, data]) => {
    const { s3DataType: S3DataType = 'S3Prefix' } = optionsOf(data)
    const S3Uri = addressOf(data)
    return { ChannelName, DataSource: { S3DataSource: { S3Uri, S3DataType } } }
  })
  const TrainingImage = image && uriOf(image)
  const { entrypoint, instanceType = defaultInstanceType, checkpoints } = training
  const job: Prerequisites = {
    AlgorithmSpecification: {
      TrainingImage,
      TrainingInputMode: 'File',
      ...(entrypoint && { ContainerEntrypoint: [...entrypoint] }),
      ...(training.arguments && { ContainerArguments: [...training.arguments] }),
    },
    ResourceConfig: { InstanceType: instanceType as TrainingInstanceType, VolumeSizeInGB: 0 },
    InputDataConfig: channels,
    CheckpointConfig: checkpoints && { S3Uri: checkpoints.uri },
  }
  const uses = [trainingUse(job), ...laterUses]
  await checkPrerequisites(session, job, checkImage === false ? [] : uses, signal)
}
