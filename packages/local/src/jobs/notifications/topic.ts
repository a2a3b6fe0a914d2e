import type { Resource } from '../resource.ts'

/** A topic of notifications and who is told of them. */
export interface Topic extends Resource {
  subscriptions: readonly Subscription[]
}

/** Someone who is sent what is published, once they have confirmed that they want it. */
export interface Subscription {
  readonly arn: string
  readonly protocol: 'http' | 'https'
  readonly url: string
  /** What whoever confirms it has to know. */
  readonly token: string
  readonly isConfirmed: boolean
}
