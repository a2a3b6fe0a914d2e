import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker'
import { removeListed } from '../cleanup/remove-listed.ts'
import type { AsyncInvocation } from '../invoke/async-invocation.ts'
import type { Invocation } from '../invoke/invocation.ts'
import { invokeAsync } from '../invoke/invoke-async.ts'
import type { InvokeAsyncOptions } from '../invoke/invoke-async-options.ts'
import { invokeEndpoint } from '../invoke/invoke-endpoint.ts'
import type { InvokeOptions, InvokeStreamOptions } from '../invoke/invoke-options.ts'
import { type InvocationStream, invokeStream } from '../invoke/invoke-stream.ts'
import type { PredictInput } from '../invoke/predict-input.ts'
import { createPrediction, type Prediction } from '../invoke/prediction.ts'
import { createLedger, type Ledger } from '../ledger.ts'
import type { CleanUpReport, Resource, ResourceKind } from '../resource.ts'
import type { Session } from '../session/session.ts'
import type { WaitOptions } from '../waiting/wait-options.ts'
import { type AutoscalingOptions, autoscaleEndpoint } from './autoscale.ts'
import { type ShiftOptions, shiftTraffic } from './shift-traffic.ts'
import { type EndpointUpdate, type UpdateOptions, updateEndpoint } from './update-endpoint.ts'
import { updateWeights, type VariantChange } from './update-weights.ts'
import { describeEndpoint, type EndpointProgress } from './watch-endpoint.ts'

/**
 * An endpoint in service. Leaving an `await using` block deletes it, unless it was attached.
 *
 * @public
 */
export interface Endpoint extends AsyncDisposable {
  /** What callers address it by, such as `iris-1`. */
  readonly name: string
  /** Such as `arn:aws:sagemaker:eu-west-1:123456789012:endpoint/iris-1`. */
  readonly arn: string
  /** All that was made for it and is still there; give it to `cleanUp` in another process. */
  readonly resources: readonly Resource[]
  /**
   * Sends text, bytes, a table, rows or JSON, in the type that suits unless `contentType` names one, and gives the
   * answer, to be read as text, JSON, JSON Lines, rows or numbers.
   *
   * @throws `invocation-failed`, `invalid-option`, `request-refused`, `timeout`, `aborted`
   */
  predict(input: PredictInput, options?: InvokeOptions): Promise<Prediction>
  /** Sends a body as it is and gives the answer as it came. Throws as `predict`. */
  invoke(body: string | Uint8Array, options?: InvokeOptions): Promise<Invocation>
  /**
   * Puts what `predict` sends, or what is in S3, into the queue of an asynchronous endpoint (`asyncInference`), and
   * returns at once. Throws as `invokeAsync`.
   */
  invokeAsync(
    input: PredictInput | { readonly uri: string },
    options?: Omit<InvokeAsyncOptions, 'ledger'>,
  ): Promise<AsyncInvocation>
  /** Sends what `predict` sends and gives the answer part by part, as it comes. Throws as `invokeStream`. */
  invokeStream(input: PredictInput, options?: InvokeStreamOptions): Promise<InvocationStream>
  /** SageMaker's own description. */
  describe(options?: { readonly signal?: AbortSignal }): Promise<DescribeEndpointOutput>
  /**
   * Gives it another config, made for this, while it goes on serving, as `updateEndpoint` does. The config that
   * it had before is deleted when it was made by this handle or along with it.
   *
   * @throws `update-rolled-back`, `update-rollback-failed`, `endpoint-failed`, `invalid-option`, `timeout`,
   * `aborted`, `request-refused`
   */
  update(options: UpdateOptions): Promise<EndpointUpdate>
  /**
   * Changes what share of the requests variants get, and how many machines serve them, by their names; waits
   * until it's done. Without variants of one's own the only one is `AllTraffic`. Throws as `update`.
   */
  updateWeights(
    changes: Readonly<Record<string, VariantChange>>,
    options?: WaitOptions<EndpointProgress>,
  ): Promise<void>
  /**
   * Sends more and more of the requests to a variant, with a pause and a check after each step; after a check that
   * throws, or an abort, the weights are again what they were.
   *
   * @throws `traffic-shifted-back`, `invalid-option`, `aborted` and what `updateWeights` throws
   */
  shiftTraffic(options: ShiftOptions): Promise<void>
  /**
   * Lets Application Auto Scaling choose the number of machines, as `autoscaleEndpoint` does; ends with the
   * endpoint.
   */
  autoscale(options: Omit<AutoscalingOptions, 'ledger'>): Promise<void>
  /**
   * Deletes the endpoint, its config, and its model when that was made for it, and waits until they are
   * gone. What is gone already is fine, so it can be called twice.
   *
   * @throws `clean-up-incomplete`
   */
  delete(options?: { readonly signal?: AbortSignal }): Promise<CleanUpReport>
  /**
   * Deletes everything that was made for it: after `trainAndDeploy` also the uploaded data, the artifacts,
   * the training job's record, and the image, with the repository if that was made for it and holds no other. Log groups and
   * the bucket stay.
   *
   * @throws `clean-up-incomplete`
   */
  cleanUp(options?: { readonly signal?: AbortSignal }): Promise<CleanUpReport>
}

/** Removes resources and reports; `removeAll`, or that with events around it. */
type Remove = (
  resources: readonly Resource[],
  signal: AbortSignal | undefined,
) => Promise<CleanUpReport>

/** What the handle of an endpoint needs to know. */
export interface EndpointFacts {
  readonly name: string
  readonly arn: string
  readonly ledger: Ledger
  readonly remove: Remove
  /** Finds what there is besides what the ledger has, before all of it is removed. */
  readonly find?: (signal: AbortSignal | undefined) => Promise<Ledger>
  /** What leaving an `await using` block does. */
  readonly dispose: (endpoint: Endpoint) => Promise<void>
}

const hostingKinds: readonly ResourceKind[] = [
  'scalable-target',
  'endpoint',
  'endpoint-config',
  'model',
]

/** The handle of an endpoint by its name. */
export function createEndpointHandle(session: Session, facts: EndpointFacts): Endpoint {
  const { name, arn, ledger } = facts
  const removeWhere = async (
    wanted: (resource: Resource) => boolean,
    signal: AbortSignal | undefined,
  ) => {
    const found = await facts.find?.(signal)
    // What was found may be in the ledger too.
    const all = createLedger(ledger.resources)
    for (const resource of found?.resources ?? []) all.add(resource)
    const ledgers = found ? [ledger, found] : [ledger]
    return removeListed(ledgers, all.resources.filter(wanted), (resources) =>
      facts.remove(resources, signal),
    )
  }
  const endpoint: Endpoint = {
    name,
    arn,
    resources: ledger.resources,
    invoke: (body, options) => invokeEndpoint(session, name, body, options),
    invokeStream: (input, options) => invokeStream(session, name, input, options),
    invokeAsync: (input, options) => invokeAsync(session, name, input, { ...options, ledger }),
    async predict(input, options) {
      return createPrediction(await invokeEndpoint(session, name, input, options))
    },
    describe: ({ signal } = {}) => describeEndpoint(session, name, signal),
    updateWeights: (changes, options) => updateWeights(session, name, changes, options),
    shiftTraffic: (options) => shiftTraffic(session, name, options),
    autoscale: (options) => autoscaleEndpoint(session, name, { ...options, ledger }),
    update: (options) => updateEndpoint(session, name, { ...options, ledger }),
    delete: ({ signal } = {}) => removeWhere(({ kind }) => hostingKinds.includes(kind), signal),
    cleanUp: ({ signal } = {}) => removeWhere(() => true, signal),
    [Symbol.asyncDispose]: () => facts.dispose(endpoint),
  }
  return endpoint
}
