import { ByoError } from '../errors.ts'
import { checkImage } from '../image/check/check-image.ts'
import { uploadModel } from '../model/upload-model.ts'
import { uriOf } from '../naming/reference.ts'
import { isS3Uri, parseS3Uri } from '../naming/s3-uri.ts'
import { isObjectThere } from '../s3/is-object-there.ts'
import type { Session } from '../session/session.ts'
import type { Run } from '../train-and-deploy/perform-run.ts'
import { hostingUse } from '../train-and-deploy/run-options.ts'
import { findSurroundings, hostModel, provideImage } from '../train-and-deploy/shared-steps.ts'
import type { DeployModelOptions } from './options.ts'

/** What a run leads to. */
export interface RunResult {
  readonly arn: string
  readonly imageUri: string
  readonly modelDataUri: string
}

/** From program and model to an endpoint in service, a step at a time. */
export async function runSteps(run: Run, options: DeployModelOptions): Promise<RunResult> {
  await run.step('session', async () => {
    const found = await findSurroundings(run.session, options.signal)
    await checkInputs(run.session, options)
    return found
  })
  const imageUri = await provideImage(run, options)
  const modelDataUri = await provideArchive(run, options)
  const arn = await hostModel(run, options, { imageUri, modelDataUri })
  return { arn, imageUri, modelDataUri }
}

/** Throws when the image or the archive that the options name isn't there, before anything is made. */
export async function checkInputs(
  session: Session,
  {
    image,
    checkImage: isLookedAt = true,
    modelData,
    hosting,
    signal,
  }: Pick<DeployModelOptions, 'image' | 'checkImage' | 'modelData' | 'hosting' | 'signal'>,
): Promise<void> {
  if (image !== undefined && isLookedAt) {
    await checkImage(session, uriOf(image), [hostingUse(hosting)], signal)
  }
  if (modelData !== undefined) await checkArchive(session, uriOf(modelData), signal)
}

async function checkArchive(
  session: Session,
  uri: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (!isS3Uri(uri)) return
  if ((await isObjectThere(session, parseS3Uri(uri), signal)) !== false) return
  throw new ByoError(
    'model-data-not-found',
    `There is no model archive at ${uri}: correct the address, or give the model's folder as modelDir.`,
  )
}

/** The address of the archive that was given, or of the folder's, sent now. */
export async function provideArchive(
  { session, ledger, step }: Run,
  { modelDir, modelData, signal }: Pick<DeployModelOptions, 'modelDir' | 'modelData' | 'signal'>,
): Promise<string> {
  if (modelData !== undefined) return uriOf(modelData)
  const { uri } = await step('archive', () =>
    uploadModel(session, modelDir ?? '', { ledger, signal }),
  )
  return uri
}
