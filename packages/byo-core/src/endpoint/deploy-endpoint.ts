import { removeAll } from '../cleanup/clean-up.ts'
import { undoOnFailure } from '../cleanup/undo-on-failure.ts'
import { createLedger } from '../ledger.ts'
import { checkName } from '../naming/check-name.ts'
import { uniqueName } from '../naming/unique-name.ts'
import type { Session } from '../session/session.ts'
import type { WaitOptions } from '../waiting/wait-options.ts'
import { createEndpoint } from './create-endpoint.ts'
import { createEndpointHandle, type Endpoint } from './endpoint.ts'
import type { HostedModels, HostingOptions } from './hosting-options.ts'
import { waitForEndpoint } from './wait-for-endpoint.ts'
import type { EndpointProgress } from './watch-endpoint.ts'

/**
 * What `deployEndpoint` takes: a model or variants, what they run on and how to wait.
 *
 * @public
 */
export interface DeployOptions extends HostedModels, HostingOptions, WaitOptions<EndpointProgress> {
  /** Of the endpoint and its config. @defaultValue `endpoint-<time>-<random>` */
  readonly name?: string | undefined
  /** AWS tags, value by key, of the endpoint and its config. @defaultValue none */
  readonly tags?: Readonly<Record<string, string>> | undefined
  /** Leaves the endpoint up after a failure and after an `await using` block. @defaultValue false */
  readonly keep?: boolean | undefined
}

/**
 * Puts a model behind an endpoint and waits until it's in service. After a failure or an abort the
 * endpoint and its config are deleted again; the model, which was there before, stays.
 *
 * @throws `invalid-option`; `endpoint-failed`, an `EndpointError` with FailureReason and log tail; `timeout`, `aborted`,
 * `access-denied`, `quota-exceeded`, `name-taken`, `request-refused`
 * @public
 * @example
 * ```ts
 * import { createSession, deployEndpoint } from '@byo/core'
 *
 * const session = await createSession()
 * await using endpoint = await deployEndpoint(session, { model: 'iris-model' })
 * const prediction = await endpoint.predict('3.5,1.4,0.2,setosa\n')
 * console.log(prediction.numbers())
 * ```
 */
export async function deployEndpoint(session: Session, options: DeployOptions): Promise<Endpoint> {
  const { keep = false } = options
  const name = checkName('endpoint', options.name ?? uniqueName('endpoint', session.runtime))
  const ledger = createLedger()
  const removeUnlessKept = async () =>
    keep ? { removed: [], leftovers: [] } : removeAll(session, ledger.resources, {})

  return undoOnFailure(ledger, removeUnlessKept, async () => {
    const arn = await createEndpoint(session, { ...options, name, ledger })
    await waitForEndpoint(session, name, options)
    return createEndpointHandle(session, {
      name,
      arn,
      ledger,
      remove: (resources, signal) => removeAll(session, resources, { signal }),
      async dispose(endpoint) {
        if (!keep) await endpoint.delete()
      },
    })
  })
}
