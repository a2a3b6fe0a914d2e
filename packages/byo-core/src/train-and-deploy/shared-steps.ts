import { createEndpoint } from '../endpoint/create-endpoint.ts'
import { waitForEndpoint } from '../endpoint/wait-for-endpoint.ts'
import type { ImageProgress } from '../image/docker/image-progress.ts'
import { publishImage } from '../image/publish-image.ts'
import { publishProgram } from '../image/publish-program.ts'
import { createModel, type Model } from '../model/create-model.ts'
import type { ContainerOptions, ModelSettings } from '../model/model-options.ts'
import { uriOf } from '../naming/reference.ts'
import { repositoryName } from '../naming/repository-name.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import type { StepResults } from './events.ts'
import type { Run } from './perform-run.ts'
import type { EndpointRunOptions, RunOptions } from './run-options.ts'

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

/** The address of the image that was given, or of one made of the program or the Dockerfile and published now. */
export async function provideImage(run: Run, options: RunOptions): Promise<string> {
  const { program = '', dockerfile, image, name = 'byo', labels, signal } = options
  if (image !== undefined) return uriOf(image)
  const { repository = repositoryName(name), entrypoint, baseImageCredentials } = options
  const { session, ledger, tags } = run
  const common = { repository, labels, tags, ledger, signal }
  const { uri } = await run.step('image', (tell) => {
    if (dockerfile !== undefined) {
      const onProgress = tellPhases(tell.status)
      return publishImage(session, { ...common, ...options.docker, dockerfile, onProgress })
    }
    const plan = { ...common, program, entrypoint, baseImageCredentials }
    return publishProgram(session, plan, run.contents.image)
  })
  return uri
}

/** Makes one status of all lines that belong together. */
function tellPhases(status: (status: string) => void): (progress: ImageProgress) => void {
  let told: string | undefined
  return ({ phase }) => {
    if (phase !== told) status(phase === 'build' ? 'Building' : 'Pushing')
    told = phase
  }
}

/** What a run makes a model of. */
interface ModelParts {
  readonly imageUri: string
  readonly modelDataUri: string | undefined
}

/** What the model has besides. */
type ModelExtras = Pick<ContainerOptions, 'environment' | 'imageConfig'> &
  Pick<ModelSettings, 'vpc' | 'networkIsolation' | 'sdkOptions'>

/** From image and archive to a model of the run's name. */
export async function makeModel(
  { session, ledger, name, tags, step }: Run,
  { environment, imageConfig, vpc, networkIsolation, sdkOptions }: ModelExtras,
  { imageUri: image, modelDataUri }: ModelParts,
  signal: AbortSignal | undefined,
): Promise<Model> {
  const extras = { environment, imageConfig, vpc, networkIsolation, sdkOptions }
  // The image is looked at before anything is made, or is one of our own.
  const parts = { image, checkImage: false, modelDataUri }
  return step('model', () =>
    createModel(session, { ...extras, ...parts, name, tags, ledger, signal }),
  )
}

/** From image and archive to an endpoint in service; gives its ARN. */
export async function hostModel(
  run: Run,
  { hosting = {}, signal }: Pick<EndpointRunOptions, 'hosting' | 'signal'>,
  parts: ModelParts,
): Promise<string> {
  const { session, ledger, name, tags, step } = run
  const extras = { ...hosting, sdkOptions: hosting.sdkOptions?.model }
  const model = await makeModel(run, extras, parts, signal)
  const { arn } = await step('endpoint', async (tell) => {
    const plan = { ...hosting, name, model, tags, ledger, signal }
    const created = await createEndpoint(session, plan)
    await waitForEndpoint(session, name, { signal, onProgress: (now) => tell.status(now.status) })
    return { name, arn: created }
  })
  return arn
}
