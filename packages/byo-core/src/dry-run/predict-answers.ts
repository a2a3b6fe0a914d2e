import type { CreateRepositoryRequest } from '@aws-sdk/client-ecr'
import type { CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker'

/** Where a run would take place. */
export interface PlanPlace {
  readonly region: string
  readonly accountId: string
}

/** Stands for what only AWS knows. */
const unknownYet = 'known-when-sent'

/**
 * What AWS would answer when all goes well: to requests that make or change something, and to those that
 * ask of what they have made. Undefined for all else.
 */
export function predictAnswers({
  region,
  accountId,
}: PlanPlace): (operation: string, input: object) => object | undefined {
  let job: CreateTrainingJobRequest | undefined
  const made = new Set<string>()

  return (operation, input) => {
    const answerIfMade = (creation: string, answer: object) =>
      made.has(creation) ? answer : undefined
    switch (operation) {
      case 'HeadBucket':
        return answerIfMade('CreateBucket', {})
      case 'CreateRepository': {
        const { repositoryName } = input as CreateRepositoryRequest
        made.add(operation)
        const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
        const registry = `${accountId}.dkr.ecr.${region}.${domain}`
        return { repository: { repositoryUri: `${registry}/${repositoryName}` } }
      }
      case 'BatchCheckLayerAvailability':
        return answerIfMade('CreateRepository', { layers: [] })
      case 'BatchGetImage':
        return answerIfMade('CreateRepository', { images: [] })
      case 'InitiateLayerUpload':
        return { uploadId: unknownYet }
      case 'CreateMultipartUpload':
        return { UploadId: unknownYet }
      case 'UploadPart':
        return { ETag: unknownYet, ChecksumSHA256: unknownYet }
      case 'CreateTrainingJob':
        job = input as CreateTrainingJobRequest
        return {}
      case 'DescribeTrainingJob':
        return job && completed(job)
      case 'DescribeEndpoint':
        return answerIfMade('CreateEndpoint', { EndpointStatus: 'InService' })
      default:
        if (!operation.startsWith('Create')) return undefined
        made.add(operation)
        return {}
    }
  }
}

function completed({ TrainingJobName, OutputDataConfig }: CreateTrainingJobRequest): object {
  const output = OutputDataConfig?.S3OutputPath?.replace(/\/$/, '')
  return {
    TrainingJobName,
    TrainingJobStatus: 'Completed',
    SecondaryStatus: 'Completed',
    ModelArtifacts: { S3ModelArtifacts: `${output}/${TrainingJobName}/output/model.tar.gz` },
  }
}
