import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import type { ECR } from '@aws-sdk/client-ecr'
import type { S3, S3ClientConfig } from '@aws-sdk/client-s3'
import type { SageMaker } from '@aws-sdk/client-sagemaker'
import type { SageMakerRuntime } from '@aws-sdk/client-sagemaker-runtime'
import type { STS } from '@aws-sdk/client-sts'
import { withoutNodeWarning } from './environment.ts'

/**
 * What every client of the AWS SDK takes; `forcePathStyle` is S3's.
 *
 * @public
 */
export type ClientConfig = Pick<
  S3ClientConfig,
  | 'region'
  | 'endpoint'
  | 'credentials'
  | 'profile'
  | 'maxAttempts'
  | 'retryMode'
  | 'requestHandler'
  | 'logger'
  | 'forcePathStyle'
>

/**
 * The SDK's clients, each loaded and made when it's first asked for (together they take 0.45 s to
 * load, and an option that is wrong shall be told at once).
 *
 * @public
 */
export interface Clients {
  /** Of the Security Token Service: who calls, from which account. */
  sts(): Promise<STS>
  /** Of S3: data, artifacts and their bucket. */
  s3(): Promise<S3>
  /** Of the Elastic Container Registry: repositories and images. */
  ecr(): Promise<ECR>
  /** Of SageMaker: training jobs, models, endpoint configs and endpoints. */
  sageMaker(): Promise<SageMaker>
  /**
   * Of the SageMaker runtime: invocations of endpoints. The SDK knows attempts of a client, not of a request:
   * another number of them gives another client, with the same connections and credentials.
   */
  sageMakerRuntime(maxAttempts?: number): Promise<SageMakerRuntime>
  /** Of CloudWatch Logs: what jobs and endpoints print. */
  cloudWatchLogs(): Promise<CloudWatchLogs>
  /** Closes the connections of those that were made. */
  close(): void
}

/** The one place that makes SDK clients. */
export function createClients(config: ClientConfig, ownS3Endpoint: boolean): Clients {
  const { forcePathStyle = ownS3Endpoint || config.endpoint !== undefined, ...shared } = config
  const made: { destroy(): void }[] = []

  const once = <M, C extends { destroy(): void }>(
    load: () => Promise<M>,
    make: (module: M) => C,
  ) => {
    let client: Promise<C> | undefined
    return () => {
      client ??= load().then((module) => {
        const created = withoutNodeWarning(() => make(module))
        made.push(created)
        return created
      })
      return client
    }
  }

  const sageMakerRuntime = once(
    () => import('@aws-sdk/client-sagemaker-runtime'),
    ({ SageMakerRuntime }) => new SageMakerRuntime(shared),
  )
  const runtimeOf = new Map<number, () => Promise<SageMakerRuntime>>()

  return {
    sts: once(
      () => import('@aws-sdk/client-sts'),
      ({ STS }) => new STS(shared),
    ),
    s3: once(
      () => import('@aws-sdk/client-s3'),
      ({ S3 }) => new S3({ ...shared, forcePathStyle }),
    ),
    ecr: once(
      () => import('@aws-sdk/client-ecr'),
      ({ ECR }) => new ECR(shared),
    ),
    sageMaker: once(
      () => import('@aws-sdk/client-sagemaker'),
      ({ SageMaker }) => new SageMaker(shared),
    ),
    sageMakerRuntime(maxAttempts) {
      if (maxAttempts === undefined) return sageMakerRuntime()
      const known = runtimeOf.get(maxAttempts)
      if (known) return known()
      const made = once(
        async () => ({
          ...(await import('@aws-sdk/client-sagemaker-runtime')),
          ...(await sageMakerRuntime()).config,
        }),
        ({ SageMakerRuntime, credentials, requestHandler }) =>
          new SageMakerRuntime({ ...shared, credentials, requestHandler, maxAttempts }),
      )
      runtimeOf.set(maxAttempts, made)
      return made()
    },
    cloudWatchLogs: once(
      () => import('@aws-sdk/client-cloudwatch-logs'),
      ({ CloudWatchLogs }) => new CloudWatchLogs(shared),
    ),
    close: () => {
      for (const client of made.splice(0)) client.destroy()
    },
  }
}
