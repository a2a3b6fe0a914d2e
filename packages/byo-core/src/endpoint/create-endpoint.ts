import type { CreateEndpointInput } from '@aws-sdk/client-sagemaker'
import type { Ledger } from '../ledger.ts'
import { createOnce } from '../requests/create-once.ts'
import { isNotFound } from '../requests/error-kinds.ts'
import { formatTags } from '../requests/format-tags.ts'
import { request } from '../requests/request.ts'
import { withFreshRole } from '../requests/with-fresh-role.ts'
import { withSdkOptions } from '../requests/with-sdk-options.ts'
import { arnOf } from '../session/arn.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { waitUntil } from '../waiting/wait-until.ts'
import { createEndpointConfig } from './create-endpoint-config.ts'
import { endpointConfigSpec } from './endpoint-config-spec.ts'
import type { HostedModels, HostingOptions } from './hosting-options.ts'
import { placeAnswers } from './place-answers.ts'

/** What to create. */
export interface EndpointPlan extends HostedModels, HostingOptions {
  /** Of the endpoint and of its config. */
  readonly name: string
  readonly tags?: Readonly<Record<string, string>> | undefined
  readonly ledger: Ledger
  readonly signal?: AbortSignal | undefined
}

/** For so many seconds a new config may be unknown. Source: CreateEndpoint's documentation. */
export const consistencyDelay = 20

/** Creates an endpoint config and an endpoint of the same name; gives the endpoint's ARN. */
export async function createEndpoint(session: Session, plan: EndpointPlan): Promise<string> {
  const { name, ledger, tags, signal } = plan
  // Before the bucket is asked for, what else is wrong.
  endpointConfigSpec(plan, { name, tags })
  throwIfAborted(signal, `creating endpoint ${name}`)
  const placed = await placeAnswers(session, name, plan, ledger)
  const config = endpointConfigSpec(placed, { name, tags })
  await createEndpointConfig(session, config, ledger)
  throwIfAborted(signal, `creating endpoint ${name}`)

  const sageMaker = await session.clients.sageMaker()
  const arn = await arnOf(session, 'sagemaker', `endpoint/${name.toLowerCase()}`)
  const input = withSdkOptions<CreateEndpointInput>(
    {
      EndpointName: name,
      EndpointConfigName: name,
      ...(tags && { Tags: formatTags(tags) }),
    },
    plan.sdkOptions?.endpoint,
  )
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
