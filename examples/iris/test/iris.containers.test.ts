import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { trainAndDeploy } from '@byo/core'
import { type LocalSageMaker, startLocalSageMaker } from '@byo/local'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { docker, hasEngine } from '../../../packages/local/test/support/container-engine.ts'
import { expectClose, parseColumn, rModel } from './support/r-model.ts'

const home = dirname(dirname(fileURLToPath(import.meta.url)))
const image = 'iris-mars-test'
describe.skipIf(!hasEngine())('the image of examples/iris/Dockerfile', () => {
  let optMl: string

  beforeAll(async () => {
    await docker('build', '-q', '-t', image, home)
    optMl = mkdtempSync(join(tmpdir(), 'byo-opt-ml-'))
    for (const folder of ['input/config', 'input/data/train', 'model', 'output']) {
      mkdirSync(join(optMl, folder), { recursive: true })
    }
    cpSync(join(home, 'data/iris.csv'), join(optMl, 'input/data/train/iris.csv'))
    const hyperparameters = { target: 'Sepal.Length', degree: '2' }
    writeFileSync(join(optMl, 'input/config/hyperparameters.json'), JSON.stringify(hyperparameters))
  }, 300_000)

  afterAll(() => rmSync(optMl, { recursive: true, force: true }))

  it('trains under /opt/ml with the argument train and no network', async () => {
    await docker('run', '--rm', '--network', 'none', '-v', `${optMl}:/opt/ml`, image, 'train')

    const model = JSON.parse(readFileSync(join(optMl, 'model/model.json'), 'utf8'))
    const [header, ...fitted] = readFileSync(
      join(optMl, 'output/data/fitted_values.csv'),
      'utf8',
    ).split('\n')
    expectClose([model.gcv], [rModel.gcv])
    expect(header).toBe('V1')
    expectClose(parseColumn(fitted.join('\n')), rModel.predictions)
    expect(existsSync(join(optMl, 'output/success'))).toBe(true)
    expect(existsSync(join(optMl, 'output/failure'))).toBe(false)
  })

  it('is built, pushed, trained and hosted by one call, and predicts what the R program predicts', async () => {
    await using local = await startOnOneOf(4561, 4563, 4565, 4567, 4569)

    await using endpoint = await trainAndDeploy({
      dockerfile: home,
      trainingData: { train: join(home, 'data/iris.csv') },
      hyperparameters: { target: 'Sepal.Length', degree: 2 },
      clientConfig: local.clientConfig,
      role: 'SageMakerRole',
    })

    const prediction = await endpoint.predict(readFileSync(join(home, 'data/payload.csv'), 'utf8'))
    expectClose(prediction.numbers(), rModel.predictions)
  }, 300_000)

  it('serves from a read-only model folder, and ends with 0 on SIGTERM', async () => {
    const model = `${join(optMl, 'model')}:/opt/ml/model:ro`
    const container = await docker(
      'run',
      '-d',
      '-p',
      '127.0.0.1::8080',
      '-v',
      model,
      image,
      'serve',
    )
    try {
      const address = (await docker('port', container, '8080')).split('\n')[0]
      await ready(`http://${address}/ping`)
      const answer = await fetch(`http://${address}/invocations`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: readFileSync(join(home, 'data/payload.csv')),
      })
      expectClose(parseColumn(await answer.text()), rModel.predictions)
      await docker('stop', '-t', '30', container)
      const exitCode = await docker('inspect', '-f', '{{.State.ExitCode}}', container)
      expect(exitCode).toBe('0')
    } finally {
      await docker('rm', '-f', container)
    }
  })
})

/** Starts on a port on which every engine pushes over plain HTTP. */
async function startOnOneOf(port: number, ...others: readonly number[]): Promise<LocalSageMaker> {
  try {
    return await startLocalSageMaker({ port, runner: 'docker' })
  } catch (error) {
    const [next, ...rest] = others
    if (next === undefined) throw error
    return startOnOneOf(next, ...rest)
  }
}

/** Asks until the answer is 200; the test's own time limit ends it. */
async function ready(url: string): Promise<void> {
  for (;;) {
    const status = await fetch(url).then(
      (answer) => answer.status,
      () => 0,
    )
    if (status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
