import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { defineProgram, HttpError } from '../../../src/index.ts'
import { manyModels, multiModel } from '../../fixtures/many-models.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'

/** Answers with the folder that a model was loaded from, and the text that it is sent. */
const program = defineProgram({
  input: 'text',
  async load({ modelDir }): Promise<{ folder: string }> {
    return JSON.parse(await readFile(join(modelDir, 'model.json'), 'utf8'))
  },
  predict(model, text, request) {
    if (text === 'target') return `${request.targetModel}`
    if (text === 'refuse') throw new HttpError(422, 'Not this one.')
    return `${model.folder}: ${text}`
  },
})

const env = multiModel

describeOverBoth('a multi-model endpoint', (serve) => {
  it.each(['true', 'True', 'TRUE'])(
    'loads nothing at the start, is healthy, and has no /invocations [S51] (%s)',
    async (value) => {
      const serving = await serve(program, { env: { SAGEMAKER_MULTI_MODEL: value } })

      expect((await serving.request('/ping')).status).toBe(200)
      const answer = await serving.request('/invocations', { body: 'a' })
      expect(answer.status).toBe(404)
      expect(JSON.parse(answer.text).message).toContain('POST /models/{name}/invoke')
      expect(serving.stdout()).not.toContain('model loaded')
    },
  )

  it('loads a model that can be asked at once, with its target model [S52] [S58]', async () => {
    const serving = await serve(program, { env })
    const models = manyModels(serving)

    expect((await models.add('m', 'one')).status).toBe(200)

    expect(await models.invoke('m', 'x')).toMatchObject({ status: 200, text: 'one: x' })
    const target = { 'X-Amzn-SageMaker-Target-Model': 'one.tar.gz' }
    expect((await models.invoke('m', 'target', target)).text).toBe('one.tar.gz')
    expect((await models.invoke('m', 'refuse')).status).toBe(422)
    expect((await models.invoke('m', 'x', { 'content-type': 'image/png' })).status).toBe(415)
  })

  it('refuses a second model of a name with 409, and the first goes on [S52]', async () => {
    const serving = await serve(program, { env })
    const models = manyModels(serving)
    await models.add('m', 'one')

    expect((await models.add('m', 'two')).status).toBe(409)

    expect((await models.invoke('m', 'x')).text).toBe('one: x')
  })

  it.each([
    ['', 'not JSON'],
    ['{', 'not JSON'],
    ['null', 'not a JSON object'],
    ['{"url":"/x"}', 'model_name is missing'],
    ['{"model_name":"","url":"/x"}', 'model_name is ""'],
    ['{"model_name":7,"url":"/x"}', 'model_name is 7'],
    ['{"model_name":"\\ud800","url":"/x"}', 'model_name is'],
    [JSON.stringify({ model_name: 'x'.repeat(1025), url: '/x' }), 'model_name is'],
    ['{"model_name":"m"}', 'url is missing'],
    ['{"model_name":"m","url":["/x"]}', 'url is ["/x"]'],
  ])('answers the body %s with 400 [S54]', async (body, sentence) => {
    const { request } = await serve(program, { env })

    const answer = await request('/models', { method: 'POST', body })

    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.text).message).toContain(sentence)
  })

  it('refuses a body that is no text with 400, and a huge one with 413 [S54]', async () => {
    const { request } = await serve(program, { env })

    expect((await request('/models', { body: Uint8Array.of(0xff, 0xfe) })).status).toBe(400)
    expect((await request('/models', { body: 'x'.repeat(1024 * 1024 + 1) })).status).toBe(413)
  })

  it('describes a model that is loaded, and answers 404 for others [S56]', async () => {
    const serving = await serve(program, { env })
    const models = manyModels(serving)
    const url = await models.download('one')
    await models.load('m', url)

    const described = await models.describe('m')

    expect(described).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json' },
    })
    expect(JSON.parse(described.text)).toEqual({ modelName: 'm', modelUrl: url })
    expect((await models.describe('other')).status).toBe(404)
  })

  it('answers 404 for invocations and ends of models that are not loaded [S57] [S58]', async () => {
    const models = manyModels(await serve(program, { env }))

    const invoked = await models.invoke('m', 'x')
    expect(invoked.status).toBe(404)
    expect(JSON.parse(invoked.text).message).toBe(
      'There is no model "m" here: load it with POST /models first.',
    )
    expect((await models.unload('m')).status).toBe(404)
  })

  it('unloads a model, which can be loaded again [S57]', async () => {
    const models = manyModels(await serve(program, { env }))
    await models.add('m', 'one')

    expect((await models.unload('m')).status).toBe(200)

    expect((await models.invoke('m', 'x')).status).toBe(404)
    expect((await models.describe('m')).status).toBe(404)
    expect(await models.names()).toEqual([])
    expect((await models.add('m', 'two')).status).toBe(200)
    expect((await models.invoke('m', 'x')).text).toBe('two: x')
  })

  it.each([
    'a/b/c.tar.gz',
    '../../etc/passwd',
    '..',
    'a b?c#d%2F&e',
    'invoke',
    '__proto__',
    'Zoë 模型 🚀',
    'x'.repeat(200),
    '模'.repeat(200),
  ])('takes the name %j for a key and nothing else [S59]', async (name) => {
    const models = manyModels(await serve(program, { env }))

    expect((await models.add(name)).status).toBe(200)

    expect((await models.invoke(name, 'x')).text).toBe('any: x')
    expect(JSON.parse((await models.describe(name)).text).modelName).toBe(name)
    expect(await models.names()).toEqual([name])
    expect((await models.unload(name)).status).toBe(200)
  })

  it('refuses other methods with 405, and a path that is no text with 404', async () => {
    const { request } = await serve(program, { env })

    expect((await request('/models', { method: 'PUT' })).headers.allow).toBe('GET, POST')
    expect((await request('/models/m', { method: 'POST' })).headers.allow).toBe('DELETE, GET')
    expect((await request('/models/m/invoke')).headers.allow).toBe('POST')
    expect((await request('/models/%E0%A4%A')).status).toBe(404)
    expect((await request('/models/')).status).toBe(404)
  })

  it('has no such routes otherwise', async () => {
    const models = manyModels(await serve(defineProgram({ predict: () => 1 })))

    expect((await models.add('m')).status).toBe(404)
  })

  it('tells /metrics how many models are loaded', async () => {
    const serving = await serve(program, { env })
    const models = manyModels(serving)
    await models.add('a')
    await models.add('b')
    await models.unload('a')

    const { text } = await serving.request('/metrics')

    expect(text).toContain('byo_models_loaded 1\n')
    expect(text).not.toContain('byo_model_loaded')
  })

  it('ends loads under way and all models with the container', async () => {
    const ended: string[] = []
    const slow = defineProgram({
      input: 'text',
      async load({ modelDir, signal, log }) {
        const { folder } = JSON.parse(await readFile(join(modelDir, 'model.json'), 'utf8'))
        if (folder === 'slow') {
          log.info('waiting')
          await sleep(600_000, undefined, { signal })
        }
        return String(folder)
      },
      predict: () => 'x',
      unload: (folder) => ended.push(folder),
    })
    const serving = await serve(slow, { env })
    const models = manyModels(serving)
    await models.add('a', 'one')
    await models.add('b', 'two')
    const loading = models.add('c', 'slow')
    await expect.poll(serving.stdout).toContain('waiting')

    serving.signal('SIGTERM')

    expect((await loading).status).toBe(503)
    expect(await serving.exitCode).toBe(0)
    expect(ended.sort()).toEqual(['one', 'two'])
  })
})
