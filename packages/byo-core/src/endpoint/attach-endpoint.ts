import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker'
import { removeAll } from '../cleanup/clean-up.ts'
import { createLedger, type Ledger } from '../ledger.ts'
import { checkName } from '../naming/check-name.ts'
import { ignoreNotFound } from '../requests/error-kinds.ts'
import { explainNotFound } from '../requests/not-found.ts'
import { request } from '../requests/request.ts'
import { arnOf } from '../session/arn.ts'
import type { Session } from '../session/session.ts'
import { createEndpointHandle, type Endpoint } from './endpoint.ts'
import { describeEndpoint } from './watch-endpoint.ts'

/**
 * What `attachEndpoint` takes besides the name.
 *
 * @public
 */
export interface AttachOptions {
  /** Lets `delete()` and `cleanUp()` delete also the models of the config. @defaultValue false */
  readonly deleteModels?: boolean | undefined
  /** Ends the look at the endpoint with an `aborted` error. */
  readonly signal?: AbortSignal | undefined
}

/**
 * The handle of an endpoint that was made elsewhere. Leaving an `await using` block doesn't delete it; its
 * `delete()` and `cleanUp()` do, with the config that it has by then.
 *
 * @throws `not-found`, `invalid-option`, `access-denied`, `aborted`
 * @public
 * @example
 * ```ts
 * import { attachEndpoint, createSession } from '@byo/core'
 *
 * const session = await createSession()
 * const endpoint = await attachEndpoint(session, 'iris')
 * const prediction = await endpoint.predict('3.5,1.4,0.2,setosa\n')
 * console.log(prediction.numbers())
 * ```
 */
export async function attachEndpoint(
  session: Session,
  name: string,
  { deleteModels = false, signal }: AttachOptions = {},
): Promise<Endpoint> {
  checkName('endpoint', name)
  const endpoint = await describeEndpoint(session, name, signal).catch(
    explainNotFound(`There is no endpoint "${name}" in ${session.region}.`),
  )
  const hostingOf = (now: DescribeEndpointOutput, abort: AbortSignal | undefined) =>
    findHosting(session, now, { withModels: deleteModels, signal: abort })
  let hosting = await hostingOf(endpoint, signal)
  return createEndpointHandle(session, {
    name,
    arn: endpoint.EndpointArn ?? '',
    ledger: createLedger(),
    async find(abort) {
      // Of an endpoint that is gone, what may have stayed behind is known from before.
      const now = await describeEndpoint(session, name, abort).catch(ignoreNotFound)
      if (now) hosting = await hostingOf(now, abort)
      return hosting
    },
    remove: (resources, abort) => removeAll(session, resources, { signal: abort }),
    dispose: async () => undefined,
  })
}

interface Search {
  readonly withModels: boolean
  readonly signal: AbortSignal | undefined
}

/** The endpoint, its config and, if they are wanted, its models. */
async function findHosting(
  session: Session,
  { EndpointName = '', EndpointArn = '', EndpointConfigName: configName }: DescribeEndpointOutput,
  { withModels, signal }: Search,
): Promise<Ledger> {
  const found = createLedger([{ kind: 'endpoint', name: EndpointName, arn: EndpointArn }])
  if (configName === undefined) return found
  const arn = await arnOf(session, 'sagemaker', `endpoint-config/${configName.toLowerCase()}`)
  found.add({ kind: 'endpoint-config', name: configName, arn })
  for (const model of withModels ? await modelsOf(session, configName, signal) : []) {
    const modelArn = await arnOf(session, 'sagemaker', `model/${model.toLowerCase()}`)
    found.add({ kind: 'model', name: model, arn: modelArn })
  }
  return found
}

async function modelsOf(
  session: Session,
  configName: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const sageMaker = await session.clients.sageMaker()
  const config = await request('DescribeEndpointConfig', signal, (options) =>
    sageMaker.describeEndpointConfig({ EndpointConfigName: configName }, options),
  ).catch(ignoreNotFound)
  const variants = [
    ...(config?.ProductionVariants ?? []),
    ...(config?.ShadowProductionVariants ?? []),
  ]
  return variants.flatMap(({ ModelName }) => ModelName ?? [])
}
