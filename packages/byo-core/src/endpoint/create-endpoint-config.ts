import type { CreateEndpointConfigInput, ProductionVariant } from '@aws-sdk/client-sagemaker'
import type { Ledger } from '../ledger.ts'
import { createOnce } from '../requests/create-once.ts'
import { request } from '../requests/request.ts'
import type { Resource } from '../resource.ts'
import { arnOf } from '../session/arn.ts'
import type { Session } from '../session/session.ts'

/** Creates an endpoint config and enters it in the ledger; gives what was entered. */
export async function createEndpointConfig(
  session: Session,
  input: CreateEndpointConfigInput,
  ledger: Ledger,
): Promise<Resource> {
  const name = input.EndpointConfigName ?? ''
  const sageMaker = await session.clients.sageMaker()
  const arn = await arnOf(session, 'sagemaker', `endpoint-config/${name.toLowerCase()}`)
  const config: Resource = { kind: 'endpoint-config', name, arn }
  await ledger.make(config, () =>
    createOnce<unknown>(
      () => request('CreateEndpointConfig', undefined, () => sageMaker.createEndpointConfig(input)),
      async () => {
        const there = await request('DescribeEndpointConfig', undefined, () =>
          sageMaker.describeEndpointConfig({ EndpointConfigName: name }),
        )
        return modelsOf(there) === modelsOf(input) ? there : undefined
      },
    ),
  )
  return config
}

/** By what a config is known again: its variants and their models. */
function modelsOf({
  ProductionVariants = [],
}: {
  readonly ProductionVariants?: readonly ProductionVariant[] | undefined
}): string {
  return ProductionVariants.map(
    ({ VariantName, ModelName }) => `${VariantName}=${ModelName}`,
  ).join()
}
