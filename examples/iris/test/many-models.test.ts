import { fileURLToPath } from 'node:url'
import { formatCsv, readCsv, type Table } from '@byo/container-kit/table'
import {
  type Channel,
  createModel,
  createSession,
  deployEndpoint,
  publishImage,
  type Session,
  startTraining,
  uploadChannel,
} from '@byo/core'
import { startLocalSageMaker } from '@byo/local'
import { fitMars } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { expectClose } from './support/r-model.ts'

const program = fileURLToPath(new URL('../dist/container.mjs', import.meta.url))
const target = 'Sepal.Length'
const species = ['setosa', 'versicolor', 'virginica']
const multiModels = 'com.amazonaws.sagemaker.capabilities.multi-models'

describe('one endpoint with a model for each species', () => {
  it('answers with the model that a request names, also with one fitted later', async () => {
    await using local = await startLocalSageMaker()
    const session = await openSession(local.clientConfig)
    const common = { program, repository: 'iris' }
    const image = await publishImage(session, { ...common, labels: { [multiModels]: 'true' } })
    const models = `s3://${await session.bucket()}/species/`
    const iris = await readCsv(fileURLToPath(new URL('../data/iris.csv', import.meta.url)))
    const fit = (name: string) =>
      trainOn(session, { image: image.uri, name, rows: rowsOf(iris, name), outputPath: models })
    await Promise.all(['setosa', 'versicolor'].map(fit))
    const model = await createModel(session, { image, modelDataUri: models, multiModel: true })
    const endpoint = await deployEndpoint(session, { model })
    await fit('virginica')

    for (const name of [...species, 'setosa']) {
      const { [target]: _, ...rows } = rowsOf(iris, name)
      const answer = await endpoint.predict(formatCsv(rows), {
        targetModel: `${name}/output/model.tar.gz`,
      })

      const rules = { degree: 2, compat: 'mda', interceptColumn: true } as const
      const own = fitMars(rowsOf(iris, name), target, rules).predict(rows)
      expectClose(answer.numbers(), [...own])
    }
    await expect(
      endpoint.predict('1\n', { targetModel: 'nobody/output/model.tar.gz' }),
    ).rejects.toMatchObject({
      code: 'request-refused',
      message: expect.stringContaining('nobody/output/model.tar.gz'),
    })
  })

  it('is refused for an image that does not say that it can, with what to do', async () => {
    await using local = await startLocalSageMaker()
    const session = await openSession(local.clientConfig)
    const image = await publishImage(session, { program, repository: 'iris' })
    const options = { image, modelDataUri: 's3://bucket/models/', multiModel: true }
    const advice = expect.stringMatching(/multi-models.*\blabels\b/)

    for (const checkImage of [true, false]) {
      await expect(createModel(session, { ...options, checkImage })).rejects.toMatchObject({
        code: 'image-refused',
        message: advice,
      })
    }
  })
})

type ClientConfig = Awaited<ReturnType<typeof startLocalSageMaker>>['clientConfig']

function openSession(clientConfig: ClientConfig): Promise<Session> {
  return createSession({ clientConfig, role: 'SageMakerRole', baseImage: 'scratch' })
}

/** The rows of a species, without its name. */
function rowsOf({ Species, ...columns }: Table, name: string): Record<string, Float64Array> {
  const isOfIt = (_: unknown, row: number) => Species?.[row] === name
  return Object.fromEntries(
    Object.entries(columns).map(([column, values]) => [
      column,
      Float64Array.from(values, Number).filter(isOfIt),
    ]),
  )
}

interface Trial {
  readonly image: string
  readonly name: string
  readonly rows: Table
  readonly outputPath: string
}

/** Trains on these rows; the archive lies below the output path, in a folder of that name. */
async function trainOn(session: Session, { image, name, rows, outputPath }: Trial): Promise<void> {
  const content = { name: 'rows.csv', content: formatCsv(rows) }
  const train: Channel = await uploadChannel(session, content, { prefix: `${name}/train` })
  const job = await startTraining(session, {
    jobName: name,
    image,
    channels: { train },
    hyperparameters: { target },
    outputPath,
  })
  await job.wait()
}
