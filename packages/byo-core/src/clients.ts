import type { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling'
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
  /** Of the Elastic Container Registry: repositories and images; of the session's region unless told. */
  ecr(region?: string): Promise<ECR>
  /** Of SageMaker: training jobs, models, endpoint configs and endpoints. */
  sageMaker(): Promise<SageMaker>
  /**
   * Of the SageMaker runtime: invocations of endpoints. The SDK knows attempts of a client, not of a request:
   * another number of them gives another client, with the same connections and credentials.
   */
  sageMakerRuntime(maxAttempts?: number): Promise<SageMakerRuntime>
  /** Of CloudWatch Logs: what jobs and endpoints print. */
  cloudWatchLogs(): Promise<CloudWatchLogs>
  /** Of Application Auto Scaling: how many machines serve the variants of endpoints. */
  applicationAutoScaling(): Promise<ApplicationAutoScaling>
  /** Closes the connections of those that were made. */
  close(): void
}

/**
 * Clients of the AWS SDK that the caller has made, instead of those that a session makes.
 *
 * @public
 */
export interface OwnClients {
  /** An `STS`. */
  readonly sts?: STS | undefined
  /** An `S3`. */
  readonly s3?: S3 | undefined
  /** An `ECR`. */
  readonly ecr?: ECR | undefined
  /** A `SageMaker`. */
  readonly sageMaker?: SageMaker | undefined
  /** A `SageMakerRuntime`. */
  readonly sageMakerRuntime?: SageMakerRuntime | undefined
  /** A `CloudWatchLogs`. */
  readonly cloudWatchLogs?: CloudWatchLogs | undefined
  /** An `ApplicationAutoScaling`. */
  readonly applicationAutoScaling?: ApplicationAutoScaling | undefined
}

/** The one place that makes SDK clients; the caller's own are used as they are, and not closed. */
export function createClients(
  config: ClientConfig,
  ownS3Endpoint: boolean,
  own: OwnClients = {},
): Clients {
  const { forcePathStyle = ownS3Endpoint || config.endpoint !== undefined, ...shared } = config
  const made: { destroy(): void }[] = []

  const once = <M, C extends { destroy(): void }>(
    given: C | undefined,
    load: () => Promise<M>,
    make: (module: M) => C,
  ) => {
    let client: Promise<C> | undefined
    const provide = async (): Promise<C> => {
      if (given !== undefined) return given
      const module = await load()
      const created = withoutNodeWarning(() => make(module))
      made.push(created)
      return created
    }
    return () => {
      client ??= provide()
      return client
    }
  }

  const sageMakerRuntime = once(
    own.sageMakerRuntime,
    () => import('@aws-sdk/client-sagemaker-runtime'),
    ({ SageMakerRuntime }) => new SageMakerRuntime(shared),
  )
  const ecr = once(
    own.ecr,
    () => import('@aws-sdk/client-ecr'),
    ({ ECR }) => new ECR(shared),
  )
  const ecrOf = new Map<string, () => Promise<ECR>>()
  const runtimeOf = new Map<number, () => Promise<SageMakerRuntime>>()

  return {
    sts: once(
      own.sts,
      () => import('@aws-sdk/client-sts'),
      ({ STS }) => new STS(shared),
    ),
    s3: once(
      own.s3,
      () => import('@aws-sdk/client-s3'),
      ({ S3 }) => new S3({ ...shared, forcePathStyle }),
    ),
    ecr(region) {
      if (region === undefined) return ecr()
      const known = ecrOf.get(region)
      if (known) return known()
      const made = once(
        undefined,
        async () => ({ ...(await import('@aws-sdk/client-ecr')), ...(await ecr()).config }),
        ({ ECR, endpoint, credentials, requestHandler }) => {
          const place = own.ecr && endpoint && { endpoint }
          return new ECR({ ...shared, ...place, region, credentials, requestHandler })
        },
      )
      ecrOf.set(region, made)
      return made()
    },
    sageMaker: once(
      own.sageMaker,
      () => import('@aws-sdk/client-sagemaker'),
      ({ SageMaker }) => new SageMaker(shared),
    ),
    sageMakerRuntime(maxAttempts) {
      if (maxAttempts === undefined) return sageMakerRuntime()
      const known = runtimeOf.get(maxAttempts)
      if (known) return known()
      const made = once(
        undefined,
        async () => ({
          ...(await import('@aws-sdk/client-sagemaker-runtime')),
          ...(await sageMakerRuntime()).config,
        }),
        ({ SageMakerRuntime, region, endpoint, credentials, requestHandler }) => {
          const place = own.sageMakerRuntime && { region, ...(endpoint && { endpoint }) }
          const config = { ...shared, ...place, credentials, requestHandler, maxAttempts }
          return new SageMakerRuntime(config)
        },
      )
      runtimeOf.set(maxAttempts, made)
      return made()
    },
    cloudWatchLogs: once(
      own.cloudWatchLogs,
      () => import('@aws-sdk/client-cloudwatch-logs'),
      ({ CloudWatchLogs }) => new CloudWatchLogs(shared),
    ),
    applicationAutoScaling: once(
      own.applicationAutoScaling,
      () => import('@aws-sdk/client-application-auto-scaling'),
      ({ ApplicationAutoScaling }) => new ApplicationAutoScaling(shared),
    ),
    close: () => {
      for (const client of made.splice(0)) client.destroy()
    },
  }
}
