import type { Session } from '../session/session.ts'
import { checkPrerequisites } from '../training/check-prerequisites.ts'
import type { InputOptions } from './provide-inputs.ts'
import { addressOf, optionsOf } from './training-data.ts'

/** Throws when an image, data in S3 or a bucket that the options name isn't there, before anything is made. */
export async function checkInputs(
  session: Session,
  { image, trainingData, training, signal }: InputOptions,
): Promise<void> {
  const channels = Object.entries(trainingData).map(([ChannelName, data]) => {
    const { s3DataType: S3DataType = 'S3Prefix' } = optionsOf(data)
    const S3Uri = addressOf(data)
    return { ChannelName, DataSource: { S3DataSource: { S3Uri, S3DataType } } }
  })
  const TrainingImage = typeof image === 'object' ? image.uri : image
  await checkPrerequisites(
    session,
    {
      AlgorithmSpecification: { TrainingImage, TrainingInputMode: 'File' },
      InputDataConfig: channels,
      CheckpointConfig: training?.checkpoints && { S3Uri: training.checkpoints.uri },
    },
    signal,
  )
}
