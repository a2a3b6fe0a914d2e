import { capabilityLabels } from '@byo/container-kit/contract'
import { describe, expect, it } from 'vitest'
import {
  createEndpoint,
  createModel,
  invoke,
  modelArchive,
  waitForEndpoint,
} from '../../support/endpoints.ts'
import {
  type PlatformUnderTest,
  readLog,
  runFolders,
  usePlatform,
} from '../../support/with-platform.ts'

const opened = usePlatform()
const logGroup = '/aws/sagemaker/Endpoints/endpoint'
const multiModels = capabilityLabels.multiModels

/** Brings up an endpoint of many models, each an archive of that name below `many/`. */
async function serveMany(
  test: PlatformUnderTest,
  names: readonly string[],
  { cache = 'Enabled', InitialInstanceCount = 1 } = {},
): Promise<void> {
  for (const name of names) await modelArchive(test, { 'model.txt': name }, `many/${name}.tar.gz`)
  await test.sageMaker('CreateModel', {
    ModelName: 'many',
    PrimaryContainer: {
      Image: test.images.addProgram('many-models', multiModels),
      Mode: 'MultiModel',
      ModelDataUrl: 's3://bucket/many/',
      MultiModelConfig: { ModelCacheSetting: cache },
    },
  })
  await createEndpoint(test, [{ ModelName: 'many', InitialInstanceCount }])
  expect((await waitForEndpoint(test)).EndpointStatus).toBe('InService')
}

function ask(test: PlatformUnderTest, target: string, body = ''): Promise<{ text: string }> {
  return invoke(test, { body, headers: { 'x-amzn-sagemaker-target-model': target } })
}

/** What the container says of models that came and went. */
async function history(test: PlatformUnderTest): Promise<string[]> {
  return (await readLog(test, logGroup)).filter((line) => /^(?:un)?loaded/.test(line))
}

describe('a multi-model endpoint', () => {
  it('loads a model when it is first asked for, and keeps it [G073]', async () => {
    const test = opened()
    await serveMany(test, ['a'])
    expect(await readLog(test, logGroup)).toEqual(['multi-model: true'])

    expect((await ask(test, 'a.tar.gz', 'x')).text).toBe('a a.tar.gz x')
    expect((await ask(test, 'a.tar.gz', 'y')).text).toBe('a a.tar.gz y')
    expect(await history(test)).toEqual(['loaded a'])
  })

  it('loads a model once for all who ask first at the same time', async () => {
    const test = opened()
    await serveMany(test, ['slow'])
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => ask(test, 'slow.tar.gz', String(i))),
    )

    expect(answers.map(({ text }) => text)).toEqual(
      Array.from({ length: 20 }, (_, i) => `slow slow.tar.gz ${i}`),
    )
    expect(await history(test)).toEqual(['loaded slow'])
  })

  it('unloads the model that was not used for longest when there is no room', async () => {
    const test = opened()
    await serveMany(test, ['a', 'b', 'c'])
    for (const name of ['a', 'b', 'a', 'c', 'b']) await ask(test, `${name}.tar.gz`)

    expect(await history(test)).toEqual([
      'loaded a',
      'loaded b',
      'unloaded b',
      'loaded c',
      'unloaded a',
      'loaded b',
    ])
  })

  it('says 507 where all models are in use', async () => {
    const test = opened()
    await serveMany(test, ['a', 'b', 'c'])
    await ask(test, 'a.tar.gz')
    await ask(test, 'b.tar.gz')
    const busy = [ask(test, 'a.tar.gz', 'slow'), ask(test, 'b.tar.gz', 'slow')]

    await expect(ask(test, 'c.tar.gz')).rejects.toMatchObject({
      code: 'ModelError',
      members: { OriginalStatusCode: 507, OriginalMessage: 'no room' },
    })
    await Promise.all(busy)
    expect((await ask(test, 'c.tar.gz')).text).toContain('c c.tar.gz')
  })

  it('answers ModelNotReadyException while a model takes longer to load than an invocation may [G073]', async () => {
    const test = opened()
    await serveMany(test, ['endless', 'a'])
    const answer = ask(test, 'endless.tar.gz')
    const refused = expect(answer).rejects.toMatchObject({
      code: 'ModelNotReadyException',
      statusCode: 429,
    })
    // Others are served meanwhile.
    expect((await ask(test, 'a.tar.gz')).text).toContain('a a.tar.gz')
    test.clock.elapse(60_000)
    await refused
  })

  it('refuses a model that S3 does not have, whatever its name tries', async () => {
    const test = opened()
    await test.put('other/secret.tar.gz', 'secret')
    await serveMany(test, ['a'])
    const names = [
      'b.tar.gz',
      '../other/secret.tar.gz',
      'a.tar.gz/../a.tar.gz',
      '/etc/passwd',
      '..',
    ]
    for (const name of names) {
      const key = `many/${name.replace(/^\//, '')}`
      await expect(ask(test, name)).rejects.toMatchObject({
        code: 'ValidationError',
        statusCode: 400,
        message: `Failed to download model data(bucket: bucket, key: ${key}). Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the model.`,
      })
    }
    expect(await history(test)).toEqual([])
  })

  it('passes on why the container refuses a model, or why its archive cannot be read, each time anew', async () => {
    const test = opened()
    await serveMany(test, ['broken', 'a'])
    await test.put('many/text.tar.gz', 'this is no archive')
    for (let i = 0; i < 2; i += 1) {
      await expect(ask(test, 'broken.tar.gz')).rejects.toMatchObject({
        code: 'ModelError',
        members: { OriginalStatusCode: 500, OriginalMessage: 'it is broken' },
      })
    }
    await expect(ask(test, 'text.tar.gz')).rejects.toMatchObject({
      code: 'ValidationError',
      message: expect.stringContaining('Failed to extract model data archive'),
    })
    expect((await ask(test, 'a.tar.gz')).text).toContain('a a.tar.gz')
  })

  it('loads a model again that the container has lost, and tells its own 404 from that', async () => {
    const test = opened()
    await serveMany(test, ['a'])
    await ask(test, 'a.tar.gz')
    await expect(ask(test, 'a.tar.gz', 'not found')).rejects.toMatchObject({
      members: { OriginalStatusCode: 404, OriginalMessage: 'the model has not found it' },
    })
    expect(await history(test)).toEqual(['loaded a'])
    await ask(test, 'a.tar.gz', 'lose')

    expect((await ask(test, 'a.tar.gz', 'x')).text).toBe('a a.tar.gz x')
    expect(await history(test)).toEqual(['loaded a', 'loaded a'])
  })

  it('loads models again after the container has crashed', async () => {
    const test = opened()
    await serveMany(test, ['a'])
    await ask(test, 'a.tar.gz')
    await expect(ask(test, 'a.tar.gz', 'crash')).rejects.toMatchObject({ code: 'ModelError' })

    await expect
      .poll(() => ask(test, 'a.tar.gz').catch(String))
      .toMatchObject({ text: 'a a.tar.gz ' })
  })

  it('unloads a model after each use where it is not to be kept', async () => {
    const test = opened()
    await serveMany(test, ['a'], { cache: 'Disabled' })
    await ask(test, 'a.tar.gz')
    await expect.poll(() => history(test)).toEqual(['loaded a', 'unloaded a'])
    await ask(test, 'a.tar.gz')
    await expect.poll(() => history(test)).toHaveLength(4)
  })

  it('asks the instance that has the model', async () => {
    const test = opened()
    await serveMany(test, ['a', 'b'], { InitialInstanceCount: 2 })
    for (let i = 0; i < 6; i += 1) {
      await ask(test, 'a.tar.gz')
      await ask(test, 'b.tar.gz')
    }
    expect(await history(test)).toHaveLength(2)
  })

  it('needs a target model, which other endpoints refuse', async () => {
    const test = opened()
    await serveMany(test, ['a'])
    await createModel(test, 'one', test.images.addProgram('serves'))
    await createEndpoint(test, [{ ModelName: 'one' }], 'single')
    await waitForEndpoint(test, 'single')

    await expect(invoke(test)).rejects.toMatchObject({
      code: 'ValidationError',
      message: 'Request request is missing a target model header.',
    })
    const headers = { 'x-amzn-sagemaker-target-model': 'a.tar.gz' }
    await expect(invoke(test, { endpoint: 'single', headers })).rejects.toMatchObject({
      code: 'ValidationError',
      message:
        'Endpoint single is not a multi-model endpoint and does not support target model header.',
    })
  })

  it('leaves nothing behind when it is deleted', async () => {
    const test = opened()
    await serveMany(test, ['a'])
    await ask(test, 'a.tar.gz')
    await test.sageMaker('DeleteEndpoint', { EndpointName: 'endpoint' })

    await expect.poll(() => test.sageMaker('ListEndpoints', {})).toEqual({ Endpoints: [] })
    expect(runFolders(test)).toEqual([])
  })
})

describe('CreateModel of many models', () => {
  it('needs an image that says it can, and a prefix in S3', async () => {
    const test = opened()
    const Image = test.images.addProgram('serves')
    const create = (container: object) =>
      test.sageMaker('CreateModel', {
        ModelName: 'many',
        PrimaryContainer: { Image, Mode: 'MultiModel', ...container },
      })

    await expect(create({ ModelDataUrl: 's3://bucket/many/' })).rejects.toMatchObject({
      code: 'ValidationException',
      message: `Your Ecr Image ${Image} does not contain required ${multiModels}=true Docker label(s).`,
    })
    await expect(create({})).rejects.toThrow('ModelDataUrl is required')
  })
})
