import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type StepEvent, type TrainAndDeployOptions, trainAndDeploy } from '../../src/index.ts'
import type { Session } from '../../src/session/session.ts'
import { prefixOf, startAwsSession } from '../support/aws-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const program = fileURLToPath(new URL('../fixtures/mean-model.mjs', import.meta.url))

/** Options for a program that predicts 2, the mean of its data. */
function optionsFor(session: Session, folder: string): TrainAndDeployOptions {
  const trainingData = { train: join(folder, 'data.csv') }
  return { session, program, trainingData, name: prefixOf(session) }
}

/** Everything of a test's making that the account holds. */
async function inventory(session: Session) {
  const [sageMaker, s3, ecr] = await Promise.all([
    session.clients.sageMaker(),
    session.clients.s3(),
    session.clients.ecr(),
  ])
  const NameContains = prefixOf(session)
  const { Endpoints } = await sageMaker.listEndpoints({ NameContains })
  const { EndpointConfigs } = await sageMaker.listEndpointConfigs({ NameContains })
  const { Models } = await sageMaker.listModels({ NameContains })
  const { TrainingJobSummaries } = await sageMaker.listTrainingJobs({ NameContains })
  const objects = { Bucket: await session.bucket(), Prefix: `byo/${NameContains}` }
  const { Contents = [] } = await s3.listObjectsV2(objects)
  const { repositories = [] } = await ecr.describeRepositories({})
  return {
    endpoints: Endpoints?.length,
    configs: EndpointConfigs?.length,
    models: Models?.length,
    jobs: TrainingJobSummaries?.map((job) => job.TrainingJobStatus),
    objects: Contents.map(({ Key }) => Key),
    repositories: repositories.filter(({ repositoryName }) => repositoryName === objects.Prefix)
      .length,
  }
}

const nothing = { endpoints: 0, configs: 0, models: 0, jobs: [], objects: [], repositories: 0 }

describe('trainAndDeploy', () => {
  it('takes a program and data to an endpoint that predicts', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n3\n' })
    await using aws = await startAwsSession()
    const events: StepEvent[] = []

    await using endpoint = await trainAndDeploy({
      ...optionsFor(aws.session, folder.path),
      onEvent: (event) => events.push(event),
    })

    const csv = await endpoint.predict('7\n8\n')
    expect(csv.numbers()).toEqual([2, 2])
    const json = await endpoint.predict('7\n', { accept: 'application/json' })
    expect(json.json()).toEqual([2])
    expect(endpoint.name).toMatch(/^mean-\w{8}-\d{8}-\d{6}-\w{8}$/)
    expect(endpoint.training.modelDataUri).toMatch(`/byo/${endpoint.name}/output/model.tar.gz`)
    const steps = events.map((event) => `${event.type} ${'step' in event ? event.step : event.run}`)
    expect(steps.filter((step) => !/^step-(status|progress)/.test(step))).toEqual([
      ...['session', 'image', 'data', 'train', 'model', 'endpoint'].flatMap((step) => [
        `step-started ${step}`,
        `step-ended ${step}`,
      ]),
      `run-ended ${endpoint.name}`,
    ])
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'step-status', step: 'train', status: 'Completed' }),
    )
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'step-progress', sentBytes: 4, totalBytes: 4 }),
    )
    expect(events.at(-1)).toMatchObject({
      type: 'run-ended',
      billableSeconds: endpoint.training.billableSeconds,
      resources: endpoint.resources,
    })
  })

  it('trains on streams and globs', async () => {
    using folder = temporaryFolder({ 'a.csv': '1\n', 'b.csv': '3\n' })
    await using aws = await startAwsSession()

    await using globbed = await trainAndDeploy({
      ...optionsFor(aws.session, folder.path),
      trainingData: { train: join(folder.path, '*.csv') },
    })
    await using streamed = await trainAndDeploy({
      ...optionsFor(aws.session, folder.path),
      trainingData: { train: { name: 'rows.csv', content: Readable.from(['5\n', '7\n']) } },
    })

    expect((await globbed.predict('1\n')).numbers()).toEqual([2])
    expect((await streamed.predict('1\n')).numbers()).toEqual([6])
  })

  it('ends a failed run with an event that tells what is still there', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n' })
    await using aws = await startAwsSession()
    const lastEvent = async (keep: boolean) => {
      const events: StepEvent[] = []
      await trainAndDeploy({
        ...optionsFor(aws.session, folder.path),
        hyperparameters: { misbehave: 'die' },
        onEvent: (event) => events.push(event),
        keep,
      }).catch(() => undefined)
      return events.at(-1)
    }

    expect(await lastEvent(false)).toMatchObject({
      type: 'run-failed',
      error: { code: 'training-failed' },
      resources: [],
    })
    expect(await lastEvent(true)).toMatchObject({
      type: 'run-failed',
      resources: expect.arrayContaining([expect.objectContaining({ kind: 'training-job' })]),
    })
  })

  it("uploads a channel's data and passes its options on", async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n3\n' })
    await using aws = await startAwsSession()

    await using endpoint = await trainAndDeploy({
      ...optionsFor(aws.session, folder.path),
      trainingData: { train: { uri: join(folder.path, 'data.csv'), contentType: 'text/csv' } },
      training: { metricDefinitions: { mean: /mean=([\d.]+)/ } },
    })

    expect(endpoint.training.metrics).toEqual({ mean: 2 })
    const sageMaker = await aws.session.clients.sageMaker()
    const { InputDataConfig } = await sageMaker.describeTrainingJob({
      TrainingJobName: endpoint.training.name,
    })
    expect(InputDataConfig).toMatchObject([{ ChannelName: 'train', ContentType: 'text/csv' }])
  })

  it('takes a program of several files, started with the one that is named', async () => {
    using folder = temporaryFolder({
      'data.csv': '1\n3\n',
      'dist/run.mjs': "import './lib/mean-model.mjs'\n",
      'dist/lib/mean-model.mjs': readFileSync(program),
    })
    await using aws = await startAwsSession()

    await using endpoint = await trainAndDeploy({
      ...optionsFor(aws.session, folder.path),
      program: join(folder.path, 'dist'),
      entrypoint: 'run.mjs',
    })

    expect((await endpoint.predict('7\n')).numbers()).toEqual([2])
  })

  it('deletes endpoint, config and model at the end of the block, and no more', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n' })
    await using aws = await startAwsSession()

    {
      await using _endpoint = await trainAndDeploy(optionsFor(aws.session, folder.path))
    }

    expect(await inventory(aws.session)).toMatchObject({
      endpoints: 0,
      configs: 0,
      models: 0,
      jobs: ['Completed'],
      repositories: 1,
    })
  })

  it('leaves nothing after cleanUp, which can be called twice', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n' })
    await using aws = await startAwsSession()
    await using endpoint = await trainAndDeploy(optionsFor(aws.session, folder.path))

    const report = await endpoint.cleanUp()

    expect(report.leftovers).toEqual([])
    expect(report.removed.map(({ kind }) => kind)).toEqual([
      'endpoint',
      'endpoint-config',
      'model',
      'training-job',
      's3-objects',
      'image',
      'image-repository',
    ])
    expect(await inventory(aws.session)).toEqual(nothing)
    await expect(endpoint.cleanUp()).resolves.toEqual({ removed: [], leftovers: [] })
  })

  it('uploads nothing of an image that is there already, and leaves it there', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n' })
    await using aws = await startAwsSession()
    await using first = await trainAndDeploy(optionsFor(aws.session, folder.path))
    await using second = await trainAndDeploy(optionsFor(aws.session, folder.path))

    await second.cleanUp()

    expect(second.imageUri).toBe(first.imageUri)
    expect((await first.predict('1\n')).numbers()).toEqual([1])
    expect((await inventory(aws.session)).repositories).toBe(1)
  })

  it("tells why training failed in the container's own words, with the log's tail, and leaves nothing but the job's record", async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n' })
    await using aws = await startAwsSession()

    const failure = trainAndDeploy({
      ...optionsFor(aws.session, folder.path),
      hyperparameters: { misbehave: 'fail' },
    })

    await expect(failure).rejects.toMatchObject({
      code: 'training-failed',
      message: expect.stringMatching(
        /^Training job mean-\S+ failed: no column "Nope"; there are a and b\.$/,
      ),
      exitCode: 1,
      logTail: expect.arrayContaining(['training, misbehave=fail', 'giving up']),
      cleanUp: { leftovers: [] },
    })
    expect(await inventory(aws.session)).toEqual({ ...nothing, jobs: ['Failed'] })
  })

  it('tells the exit code of a container that ends without a word', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n' })
    await using aws = await startAwsSession()

    await expect(
      trainAndDeploy({
        ...optionsFor(aws.session, folder.path),
        hyperparameters: { misbehave: 'die' },
      }),
    ).rejects.toMatchObject({
      code: 'training-failed',
      exitCode: 3,
      message: expect.stringContaining('last wrote "training, misbehave=die"'),
    })
  })

  it('tells of a program that is not bundled, and what to do', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n', 'container.mjs': "import 'left-pad'\n" })
    await using aws = await startAwsSession()

    await expect(
      trainAndDeploy({
        ...optionsFor(aws.session, folder.path),
        program: join(folder.path, 'container.mjs'),
      }),
    ).rejects.toMatchObject({
      code: 'training-failed',
      message: expect.stringMatching(/Cannot find package 'left-pad'.*Bundle the program/),
    })
  })

  it('takes a job that was stopped for no success, and deploys nothing [G028]', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n' })
    await using aws = await startAwsSession()
    const sageMaker = await aws.session.clients.sageMaker()

    const stopped = trainAndDeploy({
      ...optionsFor(aws.session, folder.path),
      hyperparameters: { misbehave: 'hang' },
      onEvent: async (event) => {
        if (event.type !== 'step-status' || event.status !== 'Training') return
        const NameContains = prefixOf(aws.session)
        const { TrainingJobSummaries } = await sageMaker.listTrainingJobs({ NameContains })
        const TrainingJobName = TrainingJobSummaries?.[0]?.TrainingJobName
        await sageMaker.stopTrainingJob({ TrainingJobName })
      },
    })

    await expect(stopped).rejects.toMatchObject({ code: 'training-stopped' })
    expect(await inventory(aws.session)).toEqual({ ...nothing, jobs: ['Stopped'] })
  })

  it('tells a job that ran too long from others [G029]', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n' })
    await using aws = await startAwsSession()

    await expect(
      trainAndDeploy({
        ...optionsFor(aws.session, folder.path),
        hyperparameters: { misbehave: 'hang' },
        training: { maxRuntimeInSeconds: 1 },
      }),
    ).rejects.toMatchObject({
      code: 'max-runtime-exceeded',
      modelDataUri: expect.stringContaining('model.tar.gz'),
    })
  })

  it('stops the job and leaves nothing when it is aborted while training', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n' })
    await using aws = await startAwsSession()
    const controller = new AbortController()

    const abandoned = trainAndDeploy({
      ...optionsFor(aws.session, folder.path),
      hyperparameters: { misbehave: 'hang' },
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === 'step-status' && event.status === 'Training') controller.abort()
      },
    })

    await expect(abandoned).rejects.toMatchObject({ code: 'aborted', cleanUp: { leftovers: [] } })
    expect(await inventory(aws.session)).toEqual({ ...nothing, jobs: ['Stopped'] })
  })

  it.each(['session', 'image', 'data', 'train', 'model', 'endpoint'] as const)(
    'leaves nothing when it is aborted as the step %s starts',
    async (step) => {
      using folder = temporaryFolder({ 'data.csv': '1\n' })
      await using aws = await startAwsSession()
      const controller = new AbortController()

      const abandoned = trainAndDeploy({
        ...optionsFor(aws.session, folder.path),
        signal: controller.signal,
        onEvent: (event) => {
          if (event.type === 'step-started' && event.step === step) controller.abort()
        },
      })

      await expect(abandoned).rejects.toMatchObject({ code: 'aborted' })
      expect({ ...(await inventory(aws.session)), jobs: [] }).toEqual(nothing)
    },
  )

  it('removes endpoint, config and model of an endpoint that does not come up, and says why [G054]', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n' })
    await using aws = await startAwsSession()

    const failure = trainAndDeploy({
      ...optionsFor(aws.session, folder.path),
      hyperparameters: { misbehave: 'crash-when-serving' },
    })

    await expect(failure).rejects.toMatchObject({
      code: 'endpoint-failed',
      status: 'Failed',
      message: expect.stringContaining('last wrote "cannot load the model"'),
      cleanUp: {
        leftovers: [],
        removed: expect.arrayContaining([
          expect.objectContaining({ kind: 'endpoint' }),
          expect.objectContaining({ kind: 'endpoint-config' }),
          expect.objectContaining({ kind: 'model' }),
        ]),
      },
    })
    expect(await inventory(aws.session)).toEqual({ ...nothing, jobs: ['Completed'] })
  })

  it('keeps everything when told so, also after a failure [G054]', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n' })
    await using aws = await startAwsSession()

    await expect(
      trainAndDeploy({
        ...optionsFor(aws.session, folder.path),
        hyperparameters: { misbehave: 'crash-when-serving' },
        keep: true,
      }),
    ).rejects.toMatchObject({ code: 'endpoint-failed', cleanUp: { removed: [], leftovers: [] } })
    expect(await inventory(aws.session)).toMatchObject({ endpoints: 1, configs: 1, models: 1 })
  })

  it('cleans up also when the listener throws', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n' })
    await using aws = await startAwsSession()

    await expect(
      trainAndDeploy({
        ...optionsFor(aws.session, folder.path),
        onEvent: (event) => {
          if ('step' in event && event.step !== 'session') throw new Error('listener broke')
        },
      }),
    ).rejects.toThrow('listener broke')
    expect(await inventory(aws.session)).toEqual(nothing)
  })

  it.each([
    [{ program: 'nope.mjs' }, 'program-not-found'],
    [{ program: '.' }, 'program-not-found'],
    [{ entrypoint: 'run.mjs' }, 'invalid-option'],
    [{ trainingData: { train: 'nope.csv' } }, 'data-not-found'],
    [{ trainingData: { 'a b': 's3://b/' } }, 'invalid-option'],
    [{ program, image: 'i', trainingData: {} }, 'invalid-option'],
    [{ program, dockerfile: '.', trainingData: {} }, 'invalid-option'],
    [{ program: undefined, trainingData: {} }, 'invalid-option'],
    [{ program: undefined, dockerfile: 'no-such-folder' }, 'dockerfile-not-found'],
    [{ docker: { target: 'slim' } }, 'invalid-option'],
    [{ hyperparameters: { x: Number.NaN } }, 'invalid-option'],
    [{ hosting: { instanceCount: 0 } }, 'invalid-option'],
    [{ training: { maxRetryAttempts: 31 } }, 'invalid-option'],
    [{ trainingData: { train: { uri: 's3://b/', compression: 'Gzip' } } }, 'invalid-option'],
    [{ trainingData: { train: { uri: 'nope.csv', contentType: 'text/csv' } } }, 'data-not-found'],
    [{ tags: { 'aws:x': 'y' } }, 'invalid-option'],
    [{ trainingData: { train: { name: '../x', content: '' } } }, 'invalid-option'],
    [{ trainingData: { train: 'nope/*.csv' } }, 'data-not-found'],
  ] as const)('finds %j before it asks AWS anything', async (wrong, code) => {
    const requests: unknown[] = []
    const clientConfig = { region: 'eu-west-1', endpoint: 'http://127.0.0.1:9' }

    await expect(
      trainAndDeploy({
        program,
        trainingData: {},
        clientConfig,
        onEvent: (event) => requests.push(event),
        ...wrong,
      }),
    ).rejects.toMatchObject({ code })
    expect(requests).toEqual([])
  })
})
