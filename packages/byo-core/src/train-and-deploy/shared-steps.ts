import { createEndpoint } from '../endpoint/create-endpoint.ts'
import { waitForEndpoint } from '../endpoint/wait-for-endpoint.ts'
import { publishBuilt } from '../image/publish-image.ts'
import { createModel } from '../model/create-model.ts'
import { repositoryName } from '../naming/repository-name.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import type { StepResults } from './events.ts'
import type { EndpointRunOptions } from './run-options.ts'
import type { Run } from './run-to-endpoint.ts'

/** Where it all happens, and as whom. A session may be shared, so the signal breaks off none of its requests. */
export async function findSurroundings(
  session: Session,
  signal: AbortSignal | undefined,
): Promise<StepResults['session']> {
  const found = {
    region: session.region,
    accountId: await session.accountId(),
    roleArn: await session.roleArn(),
  }
  throwIfAborted(signal, 'preparing the bucket')
  const bucket = await session.bucket()
  throwIfAborted(signal, 'the run')
  return { ...found, bucket }
}

/** The address of the image that was given, or of the program's, published now. */
export async function provideImage(run: Run, options: EndpointRunOptions): Promise<string> {
  const {
    program,
    image,
    labels,
    name = 'byo',
    repository = repositoryName(name),
    signal,
  } = options
  if (image !== undefined) return typeof image === 'string' ? image : image.uri
  const published = await run.step('image', () =>
    publishBuilt(
      run.session,
      {
        program: program ?? '',
        repository,
        labels,
        tags: run.tags,
        ledger: run.ledger,
        signal,
      },
      run.contents.image,
    ),
  )
  return published.uri
}

/** What a run hosts. */
interface Hosted {
  readonly imageUri: string
  readonly modelDataUri: string
}

/** From image and archive to an endpoint in service; gives its ARN. */
export async function hostModel(
  { session, ledger, name, tags, step }: Run,
  { hosting = {}, signal }: EndpointRunOptions,
  { imageUri, modelDataUri }: Hosted,
): Promise<string> {
  const { environment, vpc, networkIsolation, sdkOptions } = hosting
  const model = await step('model', () =>
    createModel(session, {
      image: imageUri,
      modelDataUri,
      name,
      environment,
      vpc,
      networkIsolation,
      sdkOptions: sdkOptions?.model,
      tags,
      ledger,
      signal,
    }),
  )
  const { arn } = await step('endpoint', async (tell) => {
    const plan = { ...hosting, name, model, tags, ledger, signal }
    const created = await createEndpoint(session, plan)
    await waitForEndpoint(session, name, { signal, onProgress: (now) => tell.status(now.status) })
    return { name, arn: created }
  })
  return arn
}
