import { fileURLToPath } from 'node:url'
import { createModel, deployEndpoint, type Endpoint, publishImage } from '../../src/index.ts'
import { startLocalSession } from './local-session.ts'

const program = fileURLToPath(new URL('../fixtures/echo-model.mjs', import.meta.url))

/** A local SageMaker with an endpoint that answers what `fixtures/echo-model.mjs` answers. */
export async function startEchoEndpoint(): Promise<
  Awaited<ReturnType<typeof startLocalSession>> & { readonly endpoint: Endpoint }
> {
  const aws = await startLocalSession()
  const image = await publishImage(aws.session, { program, repository: 'echo' })
  const model = await createModel(aws.session, { image })
  const endpoint = await deployEndpoint(aws.session, { model, name: 'echo' })
  return { ...aws, endpoint }
}
