import type { ClientConfig, Clients, OwnClients } from '../clients.ts'
import type { Runtime } from '../runtime.ts'

/**
 * Who works where: every step takes one first.
 *
 * @public
 */
export interface Session {
  /** The AWS region that all requests go to, such as `eu-west-1`. */
  readonly region: string
  /** The twelve digits of the caller's account; asked of STS once. */
  accountId(): Promise<string>
  /** The ARN of the role that SageMaker takes on. */
  roleArn(): Promise<string>
  /** The bucket for data and artifacts, which is there when this resolves. */
  bucket(): Promise<string>
  /** What `publishImage` builds on when it isn't told. */
  readonly baseImage: string
  /** The SDK's own clients, for all that this package doesn't do. */
  readonly clients: Clients
  /** Closes the connections of the clients that the session has made. */
  close(): void
  /** The account that must own a bucket: the caller's for the session's own bucket, else undefined. @internal */
  ownerOf(bucket: string): Promise<string | undefined>
  /** The same session with other clients, which `close` leaves alone. @internal */
  withClients(clients: Clients): Session
  /** Clock, sleep and chance. @internal */
  readonly runtime: Runtime
}

/**
 * What `createSession` takes; all optional.
 *
 * @public
 */
export interface SessionOptions {
  /**
   * The AWS region to work in, such as `eu-west-1`.
   *
   * @defaultValue `clientConfig.region`, or that of `clients`, or what the AWS SDK finds in AWS_REGION and profiles
   */
  readonly region?: string | undefined
  /**
   * The role that SageMaker takes on, as a name or an ARN.
   *
   * @defaultValue SAGEMAKER_ROLE_ARN, or the caller's own role when the caller is one
   */
  readonly role?: string | undefined
  /** Given to every SDK client that the session makes: credentials, endpoint, retries. */
  readonly clientConfig?: ClientConfig | undefined
  /** Clients of your own, used as they are and not closed; all in one region. @defaultValue none */
  readonly clients?: OwnClients | undefined
  /**
   * What `publishImage` builds on: an image, or `scratch`.
   *
   * @defaultValue BYO_BASE_IMAGE, or `public.ecr.aws/docker/library/node:24-slim`
   */
  readonly baseImage?: string | undefined
  /**
   * A bucket that is there.
   *
   * @defaultValue `sagemaker-{region}-{account}`, created when it's missing
   */
  readonly bucket?: string | undefined
}
