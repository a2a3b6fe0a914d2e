import type { Ledger } from '../ledger.ts'
import { createOnce } from '../requests/create-once.ts'
import { isNotFound } from '../requests/error-kinds.ts'
import { formatTags } from '../requests/format-tags.ts'
import { request } from '../requests/request.ts'
import { withFreshRole } from '../requests/with-fresh-role.ts'
import { arnOf } from '../session/arn.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { waitUntil } from '../waiting/wait-until.ts'
import { endpointConfigSpec, type HostingOptions } from './endpoint-config-spec.ts'

/** What to create. */
export interface EndpointPlan extends HostingOptions {
  /** Of the endpoint and of its config. */
  readonly name: string
  readonly modelName: string
  readonly tags?: Readonly<Record<string, string>> | undefined
  readonly ledger: Ledger
  readonly signal?: AbortSignal | undefined
}

/** A new config may be unknown to CreateEndpoint for a moment. Source: CreateEndpoint's documentation. */
const consistencyDelay = 20

/** Creates an endpoint config and an endpoint of the same name; gives the endpoint's ARN. */
export async function createEndpoint(session: Session, plan: EndpointPlan): Promise<string> {
  throwIfAborted(plan.signal, `creating endpoint ${plan.name}`)
  await createConfig(session, plan)
  throwIfAborted(plan.signal, `creating endpoint ${plan.name}`)

  const { name, ledger, tags } = plan
  const sageMaker = await session.clients.sageMaker()
  const arn = await arnOf(session, 'sagemaker', `endpoint/${name.toLowerCase()}`)
  const input = {
    EndpointName: name,
    EndpointConfigName: name,
    ...(tags && { Tags: formatTags(tags) }),
  }
  const send = () => request('CreateEndpoint', undefined, () => sageMaker.createEndpoint(input))
  // The role is the model's, which need not be the session's.
  const fresh = { runtime: session.runtime, signal: plan.signal }
  const { EndpointArn } = await withFreshRole(fresh, () =>
    ledger.make({ kind: 'endpoint', name, arn }, () =>
      createOnce(
        () =>
          waitUntil(
            {
              subject: `endpoint configuration ${name}`,
              maxWaitTime: consistencyDelay,
              // Nothing else: a create that may have succeeded must not be sent again from here.
              passes: isNotFound,
              runtime: session.runtime,
            },
            async () => ({ state: 'SUCCESS', value: await send() }),
          ),
        async () => {
          const there = await request('DescribeEndpoint', undefined, () =>
            sageMaker.describeEndpoint({ EndpointName: name }),
          )
          return there.EndpointConfigName === name ? { EndpointArn: there.EndpointArn } : undefined
        },
      ),
    ),
  )
  return EndpointArn ?? arn
}

async function createConfig(session: Session, plan: EndpointPlan): Promise<void> {
  const { name, modelName, tags, ledger } = plan
  const sageMaker = await session.clients.sageMaker()
  const arn = await arnOf(session, 'sagemaker', `endpoint-config/${name.toLowerCase()}`)
  const input = endpointConfigSpec(plan, { name, modelName, tags })
  await ledger.make({ kind: 'endpoint-config', name, arn }, () =>
    createOnce<unknown>(
      () => request('CreateEndpointConfig', undefined, () => sageMaker.createEndpointConfig(input)),
      async () => {
        const there = await request('DescribeEndpointConfig', undefined, () =>
          sageMaker.describeEndpointConfig({ EndpointConfigName: name }),
        )
        return there.ProductionVariants?.[0]?.ModelName === modelName ? there : undefined
      },
    ),
  )
}
