import type { XmlValue } from '../protocols/xml.ts'

/** Who asks, and where: read from the request's credential scope and headers. */
export interface RequestContext {
  readonly accountId: string
  readonly region: string
  /** Whose key the request is signed with. */
  readonly accessKeyId: string | undefined
  readonly requestId: string
  /** Where this server is reached, such as `http://127.0.0.1:4566`. */
  readonly endpoint: string
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal
}

/**
 * An operation of a service that speaks AWS JSON 1.1: takes the parsed body, gives the answer's body,
 * and throws an AwsError for everything that the client should see. Times are epoch seconds.
 */
// biome-ignore lint/suspicious/noExplicitAny: the input's shape differs per operation and is checked against AWS's model before the operation runs
export type JsonOperation = (input: any, context: RequestContext) => unknown | Promise<unknown>

/** The operations of one JSON service by name: the one table that the gateway looks in. */
export type JsonOperations = Readonly<Record<string, JsonOperation>>

/**
 * An operation of a service that takes forms and gives XML: takes the form's members, checked against AWS's model,
 * gives the content of its result, and throws an AwsError for everything that the client should see.
 */
// biome-ignore lint/suspicious/noExplicitAny: the input's shape differs per operation and is checked against AWS's model before the operation runs
type QueryOperation = (input: any, context: RequestContext) => XmlValue

/** The operations of one such service by name. */
export type QueryOperations = Readonly<Record<string, QueryOperation>>
