import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker'

/**
 * Where a training job stores what it leaves.
 *
 * @public
 */
export interface TrainingArtifacts {
  /** The model's archive in S3; undefined until SageMaker has stored it. */
  readonly modelDataUri: string | undefined
  /**
   * The archive of what the program wrote to `/opt/ml/output/data`, for failed jobs too. It is there once the
   * job has ended, if the program wrote anything.
   */
  readonly outputDataUri: string
}

/** Both addresses, from SageMaker's description of the job. */
export function trainingArtifacts(job: DescribeTrainingJobResponse): TrainingArtifacts {
  const folder = `${job.OutputDataConfig?.S3OutputPath?.replace(/\/+$/, '')}/${job.TrainingJobName}/output`
  const isArchive = job.OutputDataConfig?.CompressionType !== 'NONE'
  return {
    modelDataUri: job.ModelArtifacts?.S3ModelArtifacts || undefined,
    outputDataUri: `${folder}/${isArchive ? 'output.tar.gz' : 'output/'}`,
  }
}
