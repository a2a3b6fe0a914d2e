import type { Time } from '../resource.ts'

/** An asynchronous invocation that was taken: one plain JSON value, kept on disk until it is answered. */
export interface AsyncRequest {
  readonly id: string
  readonly endpointArn: string
  readonly inferenceId: string
  readonly input: AsyncInput
  /** What its container sees. */
  readonly headers: Readonly<Record<string, string>>
  readonly receivedTime: Time
  /** From then on it is not sent any more. */
  readonly expiryTime: Time
  /** Milliseconds that a container may take to answer it. */
  readonly invocationTimeout: number
  /** The S3 URI at which its answer is stored. */
  readonly outputLocation: string
  /** The same of what went wrong, where the endpoint's configuration names a place for that. */
  readonly failureLocation?: string
}

/** Where an invocation's payload is: an object in S3, or what came with it, in Base64. */
export type AsyncInput = { readonly location: string } | { readonly body: string }
