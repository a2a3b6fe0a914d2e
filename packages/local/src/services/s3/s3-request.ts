import type { IncomingMessage } from 'node:http'
import type { Clock } from '../../state/clock.ts'
import type { DiskObjectStore } from '../../state/disk-object-store.ts'
import type { MultipartUploads } from '../../state/multipart-uploads.ts'
import type { RequestContext } from '../operation.ts'

/** A request that has been found to be of one S3 operation. */
export interface S3Request {
  /** Empty for the operations of no bucket. */
  readonly bucket: string
  /** Decoded; empty for the operations of a bucket. */
  readonly key: string
  readonly query: URLSearchParams
  /** The header's value; names in lower case. */
  header(name: string): string | undefined
  readonly message: IncomingMessage
  readonly context: RequestContext
}

/** The answer to an S3 request. */
export interface S3Response {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** XML, or a part of a file. */
  readonly body?: string | FilePart
}

/** Some bytes of a file that is open; whoever sends them closes it. */
export interface FilePart {
  readonly descriptor: number
  readonly start: number
  readonly length: number
}

/** What the operations of S3 work on. */
export interface S3State {
  readonly objects: DiskObjectStore
  readonly uploads: MultipartUploads
  readonly clock: Clock
}

/** One operation of S3. Throws an AwsError for everything that the client should see. */
export type S3Operation = (request: S3Request, state: S3State) => S3Response | Promise<S3Response>
