import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { ListModelsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startLocalSageMaker } from '../../src/index.ts'

const settings = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
}

afterEach(() => vi.unstubAllEnvs())

/** One call of each service, by a client that knows no address but what the environment says. */
const calls: Readonly<Record<string, () => Promise<unknown>>> = {
  SAGEMAKER: () => new SageMakerClient(settings).send(new ListModelsCommand({})),
  // There is no such endpoint; what counts is who says so.
  SAGEMAKER_RUNTIME: () =>
    new SageMakerRuntimeClient(settings)
      .send(new InvokeEndpointCommand({ EndpointName: 'none', Body: '' }))
      .catch(() => undefined),
  S3: () => new S3Client(settings).send(new ListBucketsCommand({})),
  ECR: () => new ECRClient(settings).send(new DescribeRepositoriesCommand({})),
  STS: () => new STSClient(settings).send(new GetCallerIdentityCommand({})),
}

describe('AWS_ENDPOINT_URL', () => {
  it.each(Object.keys(calls))(
    'is all that a client needs, and gives way to AWS_ENDPOINT_URL_%s [G001] [G002]',
    async (service) => {
      const seen: string[] = []
      await using general = await startLocalSageMaker({ onRequest: () => seen.push('general') })
      await using own = await startLocalSageMaker({ onRequest: () => seen.push('own') })
      vi.stubEnv('AWS_ENDPOINT_URL', general.endpoint)
      await calls[service]?.()
      vi.stubEnv(`AWS_ENDPOINT_URL_${service}`, own.endpoint)
      await calls[service]?.()

      await expect.poll(() => seen).toEqual(['general', 'own'])
    },
  )
})
