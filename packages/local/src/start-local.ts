import { FaultRegistry, type Faults } from './faults/fault-registry.ts'
import { createHttpGateway, type HttpGateway } from './gateway/http-gateway.ts'
import { createJsonService } from './gateway/json-service.ts'
import { listen } from './gateway/listen.ts'
import { createQueryService } from './gateway/query-service.ts'
import { createRuntimeService } from './gateway/runtime-service.ts'
import { unknownService } from './gateway/unknown-service.ts'
import { createPlatform, type Platform } from './jobs/platform.ts'
import { restore } from './jobs/restore.ts'
import { createAutoScalingOperations } from './services/application-autoscaling/operations.ts'
import { createEcrOperations } from './services/ecr/operations.ts'
import { iamOperations } from './services/iam/operations.ts'
import { createLogsOperations } from './services/logs/operations.ts'
import { createRegistryService } from './services/registry/registry-service.ts'
import { createS3Service } from './services/s3/s3-service.ts'
import { createSageMakerOperations } from './services/sagemaker/operations.ts'
import { createSnsOperations } from './services/sns/operations.ts'
import { createStsOperations } from './services/sts/operations.ts'
import {
  type LocalSageMakerOptions,
  type ResolvedOptions,
  resolveStartOptions,
} from './start-options.ts'
import { AccessKeys } from './state/access-keys.ts'
import { type DataFolder, openDataFolder } from './state/data-folder.ts'
import { DiskImageStore } from './state/disk-image-store.ts'
import { DiskObjectStore } from './state/disk-object-store.ts'
import { MultipartUploads } from './state/multipart-uploads.ts'
import { systemClock } from './state/system-clock.ts'

/**
 * A local SageMaker that runs.
 *
 * @public
 */
export interface LocalSageMaker {
  /** Where it is reached, such as `http://127.0.0.1:4566`. */
  readonly endpoint: string
  /** What to give the constructor of any client of the AWS SDK for JavaScript. */
  readonly clientConfig: LocalClientConfig
  /** The environment variables that point any AWS client, in any language, at it. */
  readonly env: Readonly<Record<string, string>>
  /** What is to go wrong from now on, because it is ordered. */
  readonly faults: Faults
  /**
   * Stops every program that runs, frees the port and removes the temporary folder. Requests under way
   * are broken off. Calling it again waits for the same end.
   */
  close(): Promise<void>
  /** The same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * The configuration of a client of the AWS SDK for JavaScript.
 *
 * @public
 */
export interface LocalClientConfig {
  /** The server's URL. */
  readonly endpoint: string
  /** The server's region; another one will do as well. */
  readonly region: string
  /** Keys that the server knows; it checks them only when it is to verify signatures. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** Off, whatever the environment asks of AWS itself: there is one address here. */
  readonly useFipsEndpoint: false
  /** Off, as `useFipsEndpoint`. */
  readonly useDualstackEndpoint: false
  /** The SDK's own default, whatever AWS_DEFAULTS_MODE says: without time limits on connections. */
  readonly defaultsMode: 'legacy'
}

/** The key that is known whether signatures are verified or not. */
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
const megabyte = 1024 ** 2

/**
 * Starts a local SageMaker: S3, ECR, SageMaker, SageMaker Runtime, Application Auto Scaling, STS, IAM, SNS and
 * on one port.
 * Several may run in one process; they share nothing.
 *
 * @throws LocalError `port-in-use`, `address-not-available`, `folder-not-writable`, `folder-in-use`,
 * `folder-not-empty`, `folder-too-new`, `folder-damaged`, `no-container-engine` or `invalid-option`.
 *
 * @example
 * ```ts
 * import { startLocalSageMaker } from '@byo/local'
 *
 * await using sagemaker = await startLocalSageMaker()
 * console.log(`export AWS_ENDPOINT_URL=${sagemaker.endpoint}`)
 * ```
 *
 * @public
 */
export async function startLocalSageMaker(
  options: LocalSageMakerOptions = {},
): Promise<LocalSageMaker> {
  const resolved = resolveStartOptions(options)
  const faults = new FaultRegistry(resolved.faults, resolved.faultSeed)
  const data = openDataFolder(resolved.dataDir)
  try {
    return await start(resolved, data, faults)
  } catch (error) {
    data.remove()
    throw error
  }
}

async function start(
  options: ResolvedOptions,
  data: DataFolder,
  faults: FaultRegistry,
): Promise<LocalSageMaker> {
  const home = { accountId: options.accountId, region: options.region }
  const objects = new DiskObjectStore(data, systemClock, home.accountId)
  const images = new DiskImageStore(data, systemClock, home)
  const accessKeys = new AccessKeys(systemClock)
  let endpoint = ''
  const platform = createPlatform({
    data,
    url: () => endpoint,
    objectStore: objects,
    imageStore: images,
    clock: systemClock,
    workDir: data.folder('scratch/work'),
    temporaryDir: data.temporary,
    host: { execPath: process.execPath, environment: process.env },
    runner: options.runner,
    credentials,
    times: options.times,
    faults,
  })
  const gateway = createHttpGateway({
    services: {
      json: createJsonService({
        AmazonEC2ContainerRegistry_V20150921: {
          operations: createEcrOperations({ images, clock: systemClock }),
          // A part of a layer has up to 20 MiB and travels as Base64.
          bodyLimit: 30 * megabyte,
        },
        SageMaker: {
          operations: createSageMakerOperations(platform),
          bodyLimit: 10 * megabyte,
        },
        AnyScaleFrontendService: {
          operations: createAutoScalingOperations(platform),
          bodyLimit: megabyte,
        },
        Logs_20140328: { operations: createLogsOperations(platform), bodyLimit: 10 * megabyte },
      }),
      query: createQueryService({
        sts: {
          namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
          version: '2011-06-15',
          operations: createStsOperations(accessKeys),
        },
        sns: {
          namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
          version: '2010-03-31',
          operations: createSnsOperations(platform),
        },
        iam: {
          namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
          version: '2010-05-08',
          operations: iamOperations,
        },
      }),
      runtime: createRuntimeService(platform),
      registry: createRegistryService(images),
      s3: createS3Service({ objects, uploads: new MultipartUploads(data), clock: systemClock }),
      unknown: unknownService,
    },
    home,
    endpoint: () => endpoint,
    clock: systemClock,
    faults,
    accessKeys,
    verifySignatures: options.verifySignatures,
    onRequest: options.onRequest,
  })
  try {
    await platform.runner.prepare()
    endpoint = await listen(gateway.server, options.host, options.port)
  } catch (error) {
    await platform.close()
    throw error
  }
  restore(platform)
  return handle(
    endpoint,
    options,
    faults,
    onceOnly(() => stop(gateway, platform, data)),
  )
}

function handle(
  endpoint: string,
  { region, runner }: ResolvedOptions,
  faults: Faults,
  close: () => Promise<void>,
): LocalSageMaker {
  return {
    endpoint,
    clientConfig: {
      endpoint,
      region,
      credentials,
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
      defaultsMode: 'legacy',
    },
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
      // Processes run on the node that is here, so images that are to run so need nothing below them.
      ...(runner === 'process' && { BYO_BASE_IMAGE: 'scratch' }),
    },
    faults,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** The folder goes last, when nothing writes to it any more; and it goes whatever else fails. */
async function stop(gateway: HttpGateway, platform: Platform, data: DataFolder): Promise<void> {
  try {
    await Promise.all([platform.close(), gateway.close()])
  } finally {
    data.remove()
  }
}

function onceOnly(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => {
    running ??= action()
    return running
  }
}
