import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createSession, publishImage } from '@byo/core'
import { type LocalSageMaker, startLocalSageMaker } from '@byo/local'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { pythonWith } from '../../../packages/local/test/clients/support/python.ts'
import { expectClose, rModel } from './support/r-model.ts'

const home = dirname(dirname(fileURLToPath(import.meta.url)))
const python = pythonWith('clients')

describe.skipIf(python === undefined)('a foreign client, unmodified [G001]', () => {
  let sagemaker: LocalSageMaker
  let image: string
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'byo-clients-'))
    sagemaker = await startLocalSageMaker()
    const session = await createSession({
      clientConfig: sagemaker.clientConfig,
      baseImage: 'scratch',
    })
    const program = join(home, 'dist/container.mjs')
    image = (await publishImage(session, { program, repository: 'sagemaker-rmars' })).uri
    session.close()
  }, 120_000)

  afterAll(async () => {
    await sagemaker.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it("boto3 goes the notebook's whole way", async () => {
    const script = join(home, 'test/clients/notebook.py')
    const data = join(home, 'data/iris.csv')
    const payload = join(home, 'data/payload.csv')

    const predicted = JSON.parse(
      (await python?.([script, image, data, payload], {
        cwd: folder,
        env: { ...sagemaker.env, HOME: folder },
      })) ?? '',
    )

    expectClose(predicted, rModel.predictions)
  }, 120_000)
})
