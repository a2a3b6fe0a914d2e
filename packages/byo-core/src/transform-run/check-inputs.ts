import { checkInputs as checkParts } from '../deploy-model/steps.ts'
import { ByoError } from '../errors.ts'
import { nameOf } from '../naming/reference.ts'
import { isThere } from '../requests/is-there.ts'
import { request } from '../requests/request.ts'
import type { ChannelSource } from '../s3/channel-source.ts'
import type { Session } from '../session/session.ts'
import { checkPlaces } from '../transform/start-transform.ts'
import { formatOf } from './format-of.ts'
import type { TransformOptions } from './options.ts'

/** Throws when something that the options name isn't there, before anything is made. */
export async function checkInputs(
  session: Session,
  options: TransformOptions,
  source: ChannelSource,
): Promise<void> {
  const { model, outputPath, signal } = options
  if (model !== undefined) await checkModelIsThere(session, nameOf(model), signal)
  await checkParts(session, { ...options, hosting: { instanceType: options.instanceType } })
  const { s3DataType: S3DataType } = formatOf(options.input, source)
  const S3Uri = source.kind === 's3' ? source.uri : undefined
  const data = { TransformInput: { DataSource: { S3DataSource: { S3DataType, S3Uri } } } }
  await checkPlaces(session, { ...data, TransformOutput: { S3OutputPath: outputPath } }, signal)
}

async function checkModelIsThere(
  session: Session,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const sageMaker = await session.clients.sageMaker()
  const found = await isThere(async () => {
    await request('DescribeModel', signal, (options) =>
      sageMaker.describeModel({ ModelName: name }, options),
    )
    return true
  })
  if (found !== false) return
  throw new ByoError(
    'not-found',
    `There is no model "${name}" in ${session.region}: make it with createModel, or correct its name.`,
  )
}
