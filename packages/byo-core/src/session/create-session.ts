import { type Clients, createClients } from '../clients.ts'
import { type Environment, readEnvironment } from '../environment.ts'
import { type Runtime, systemRuntime } from '../runtime.ts'
import { defaultBucketName, prepareBucket } from './bucket.ts'
import { identifyCaller } from './caller.ts'
import { checkOwnClients, regionOf, wantedRegion } from './region.ts'
import { resolveRole } from './role.ts'
import type { Session, SessionOptions } from './session.ts'

const defaultBaseImage = 'public.ecr.aws/docker/library/node:24-slim'

/**
 * A session: region now; account, role and bucket when they are first needed, once.
 *
 * @throws `region-missing` when neither options, environment nor profile name a region; `invalid-option`
 * when own clients work in another region
 * @public
 * @example
 * ```ts
 * import { createSession } from '@byo/core'
 *
 * const session = await createSession({ region: 'eu-west-1', role: 'SageMakerRole' })
 * console.log(await session.bucket())
 * ```
 */
export async function createSession(options: SessionOptions = {}): Promise<Session> {
  return createSessionIn(readEnvironment(), systemRuntime, options)
}

/** The same with everything that comes from outside as an argument. @internal */
export async function createSessionIn(
  environment: Environment,
  runtime: Runtime,
  options: SessionOptions,
): Promise<Session> {
  const config = { ...options.clientConfig }
  const wanted = await wantedRegion(options)
  if (wanted !== undefined) config.region = wanted
  const clients = createClients(config, environment.ownS3Endpoint, options.clients)
  const region = wanted ?? (await regionOf(await clients.sts()))
  await checkOwnClients(options.clients, region)
  const caller = once(() => identifyCaller(clients))
  const role = options.role ?? environment.role

  const bucketName = async () =>
    options.bucket ?? defaultBucketName(region, (await caller()).account)
  const sessionWith = (clients: Clients, close: () => void): Session => ({
    region,
    accountId: async () => (await caller()).account,
    roleArn: once(async () => resolveRole(role, caller)),
    bucket: once(async () => {
      const { account } = await caller()
      return prepareBucket(clients, { region, account, bucket: options.bucket, runtime })
    }),
    async ownerOf(bucket) {
      // Other buckets shall not cost a question to STS.
      const prefix = options.bucket ?? defaultBucketName(region, '')
      if (!bucket.startsWith(prefix) || bucket !== (await bucketName())) return undefined
      return (await caller()).account
    },
    baseImage: options.baseImage ?? environment.baseImage ?? defaultBaseImage,
    clients,
    close,
    withClients: (others) => sessionWith(others, () => undefined),
    runtime,
  })
  return sessionWith(clients, clients.close)
}

/** The value of the first call that succeeded; a failure is tried again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined
  return () => {
    value ??= make().catch((error: unknown) => {
      value = undefined
      throw error
    })
    return value
  }
}
