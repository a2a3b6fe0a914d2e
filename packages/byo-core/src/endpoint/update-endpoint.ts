import type { UpdateEndpointInput } from '@aws-sdk/client-sagemaker'
import { removeAll } from '../cleanup/clean-up.ts'
import { undoOnFailure } from '../cleanup/undo-on-failure.ts'
import { RequestError } from '../errors.ts'
import { createLedger, type Ledger } from '../ledger.ts'
import { checkName } from '../naming/check-name.ts'
import { uniqueName } from '../naming/unique-name.ts'
import { explainNotFound } from '../requests/not-found.ts'
import type { SdkOptions } from '../requests/with-sdk-options.ts'
import { withSdkOptions } from '../requests/with-sdk-options.ts'
import type { CleanUpReport, Resource } from '../resource.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import type { WaitOptions } from '../waiting/wait-options.ts'
import { createEndpointConfig } from './create-endpoint-config.ts'
import { endpointConfigSpec } from './endpoint-config-spec.ts'
import { EndpointError } from './endpoint-error.ts'
import type {
  EndpointConfigExtras,
  EndpointConfigOptions,
  HostedModels,
} from './hosting-options.ts'
import { placeAnswers } from './place-answers.ts'
import { sendUpdate } from './send-update.ts'
import { waitForUpdate } from './wait-for-update.ts'
import { describeEndpoint, type EndpointProgress } from './watch-endpoint.ts'

/**
 * What an endpoint is to become. What isn't given has its default, not the value that it has now.
 *
 * @public
 */
export interface UpdateOptions
  extends HostedModels,
    EndpointConfigOptions,
    WaitOptions<EndpointProgress> {
  /** AWS tags, value by key, of the new config. @defaultValue none */
  readonly tags?: Readonly<Record<string, string>> | undefined
  /** Members of the requests for which there is no option here, laid over them. @defaultValue none */
  readonly sdkOptions?: UpdateExtras | undefined
}

/**
 * Members of the SDK's requests for an update, such as `DeploymentConfig` for the way to shift traffic.
 *
 * @public
 */
export interface UpdateExtras extends EndpointConfigExtras {
  /** Of UpdateEndpoint. */
  readonly endpoint?:
    | SdkOptions<Omit<UpdateEndpointInput, 'EndpointName' | 'EndpointConfigName'>>
    | undefined
}

/**
 * What `updateEndpoint` takes: what the endpoint is to become, and a ledger.
 *
 * @public
 */
export interface UpdateEndpointOptions extends UpdateOptions {
  /** Told of the new config. The old one is deleted after the update when it is in here. */
  readonly ledger?: Ledger | undefined
}

/**
 * How an update went.
 *
 * @public
 */
export interface EndpointUpdate {
  /** The config that the endpoint has now. */
  readonly configName: string
  /** The config that it had before. */
  readonly previousConfigName: string
  /** What became of the old config; empty when it isn't deleted because it was made elsewhere. */
  readonly cleanUp: CleanUpReport
}

/**
 * Gives an endpoint another config, made for this, while it goes on serving; waits until all requests go to
 * the new one. When that fails, the old one serves as before and the new config is deleted again. An abort or a
 * timeout ends the wait, not the update.
 *
 * @throws `update-rolled-back`, an `EndpointError` with FailureReason and log tail; `update-rollback-failed`,
 * `endpoint-failed`, `invalid-option`, `not-found`, `timeout`, `aborted`, `access-denied`, `quota-exceeded`,
 * `request-refused`, also for an endpoint that is being changed
 * @public
 * @example
 * ```ts
 * import { createSession, updateEndpoint } from '@byo/core'
 *
 * const session = await createSession()
 * const { configName } = await updateEndpoint(session, 'iris', {
 *   model: 'iris-model-2',
 *   instanceType: 'ml.c5.large',
 * })
 * ```
 */
export async function updateEndpoint(
  session: Session,
  name: string,
  options: UpdateEndpointOptions,
): Promise<EndpointUpdate> {
  const { ledger = createLedger(), signal, tags } = options
  checkName('endpoint', name)
  const configName = uniqueName(name, session.runtime)
  endpointConfigSpec(options, { name: configName, tags })
  const placed = await placeAnswers(session, name, options, ledger)
  const config = endpointConfigSpec(placed, { name: configName, tags })
  const before = await describeEndpoint(session, name, signal).catch(
    explainNotFound(`There is no endpoint "${name}" in ${session.region}.`),
  )
  const previousConfigName = before.EndpointConfigName ?? ''
  const update = withSdkOptions<UpdateEndpointInput>(
    { EndpointName: name, EndpointConfigName: configName },
    options.sdkOptions?.endpoint,
  )

  // Whether SageMaker may be using the new config.
  let isInUse = false
  try {
    throwIfAborted(signal, `updating endpoint ${name}`)
    await createEndpointConfig(session, config, ledger)
    throwIfAborted(signal, `updating endpoint ${name}`)
    isInUse = true
    await sendUpdate(session, update)
    const isReached = (now: typeof before) => now.EndpointConfigName === configName
    await waitForUpdate(session, name, { before, isReached }, options)
  } catch (error) {
    if (isInUse && !hasLeftNoTrace(error)) throw error
    return undoOnFailure(
      ledger,
      () => removeConfig(session, ledger, configName),
      () => Promise.reject(error),
    )
  }
  const cleanUp = await removeConfig(session, ledger, previousConfigName)
  return { configName, previousConfigName, cleanUp }
}

/** True when the update was refused or rolled back, so that nothing uses the new config. */
function hasLeftNoTrace(error: unknown): boolean {
  if (error instanceof EndpointError) return error.code === 'update-rolled-back'
  if (!(error instanceof RequestError) || error.operation !== 'UpdateEndpoint') return false
  return error.statusCode !== undefined && error.statusCode < 500
}

/** Deletes a config if the ledger has it. */
async function removeConfig(
  session: Session,
  ledger: Ledger,
  name: string,
): Promise<CleanUpReport> {
  const isIt = (resource: Resource) => resource.kind === 'endpoint-config' && resource.name === name
  const report = await removeAll(session, ledger.resources.filter(isIt), {})
  for (const resource of report.removed) ledger.remove(resource)
  return report
}
