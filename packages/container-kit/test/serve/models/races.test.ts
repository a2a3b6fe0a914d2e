import { expect, it } from 'vitest'
import { defineProgram } from '../../../src/index.ts'
import { manyModels, multiModel } from '../../fixtures/many-models.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'

/** A program whose loads, predictions and ends wait until the test lets them go on; `events` says what happened. */
function heldProgram(options: { readonly concurrency?: number; readonly seconds?: number } = {}) {
  const events: string[] = []
  const gates = new Map<string, () => void>()
  const gate = (name: string) =>
    new Promise<void>((resolve) => {
      events.push(name)
      gates.set(name, resolve)
    })
  const program = defineProgram({
    input: 'text',
    ...(options.concurrency && { concurrency: options.concurrency }),
    predictTimeoutSeconds: options.seconds ?? 20,
    async load({ modelDir }) {
      if (modelDir.includes('held-load')) await gate('loading')
      return modelDir.includes('held-end') ? 'held-end' : 'free'
    },
    async predict(_model, text, request) {
      if (text.startsWith('hold')) {
        request.signal.addEventListener('abort', () => events.push(`aborted ${text}`))
        await gate(text)
      }
      return `answer to ${text}`
    },
    async unload(model) {
      if (model === 'held-end') await gate('unloading')
      events.push('unloaded')
    },
  })
  const reached = (name: string) => expect.poll(() => events).toContain(name)
  const release = (name: string): void => gates.get(name)?.()
  return { program, events, reached, release }
}

describeOverBoth('requests that meet', (serve) => {
  it('gives one of two loads of a name 200 and the other 409 [S60]', async () => {
    const { program } = heldProgram()
    const models = manyModels(await serve(program, { env: multiModel }))
    const url = await models.download('any')

    const answers = await Promise.all([1, 2, 3].map(() => models.load('m', url)))

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
    expect((await models.invoke('m', 'x')).status).toBe(200)
  })

  it('answers invocations, /ping and the list while another model is loaded, which is not there yet [S60]', async () => {
    const { program, reached, release } = heldProgram()
    const serving = await serve(program, { env: multiModel })
    const models = manyModels(serving)
    await models.add('a')
    const loading = models.add('b', 'held-load')
    await reached('loading')

    expect((await models.invoke('a', 'x')).text).toBe('answer to x')
    expect((await serving.request('/ping')).status).toBe(200)
    expect(await models.names()).toEqual(['a'])
    expect((await models.add('b')).status).toBe(409)
    for (const answer of [models.invoke('b', 'x'), models.describe('b'), models.unload('b')])
      expect((await answer).status).toBe(404)
    release('loading')

    expect((await loading).status).toBe(200)
    expect((await models.invoke('b', 'x')).status).toBe(200)
  })

  it('unloads only after the invocations under way; new ones find nothing [S57] [S61]', async () => {
    const { program, events, reached, release } = heldProgram()
    const models = manyModels(await serve(program, { env: multiModel }))
    await models.add('m')
    const held = models.invoke('m', 'hold')
    await reached('hold')
    const unloading = models.unload('m')
    await expect.poll(models.names).toEqual([])

    expect((await models.invoke('m', 'x')).status).toBe(404)
    expect((await models.unload('m')).status).toBe(404)
    expect(events).toEqual(['hold'])
    release('hold')

    expect(await held).toMatchObject({ status: 200, text: 'answer to hold' })
    expect((await unloading).status).toBe(200)
    expect(events).toEqual(['hold', 'unloaded'])
  })

  it('lets an invocation that waits for its turn have it before the model goes [S61]', async () => {
    const { program, events, reached, release } = heldProgram({ concurrency: 1 })
    const serving = await serve(program, { env: multiModel })
    const models = manyModels(serving)
    await models.add('m')
    const first = models.invoke('m', 'hold')
    await reached('hold')
    const second = models.invoke('m', 'x')
    await expect
      .poll(async () => (await serving.request('/metrics')).text)
      .toContain('byo_invocations_waiting 1\n')
    const unloading = models.unload('m')
    await expect.poll(models.names).toEqual([])

    release('hold')

    expect((await first).status).toBe(200)
    expect((await second).text).toBe('answer to x')
    expect((await unloading).status).toBe(200)
    expect(events.at(-1)).toBe('unloaded')
  })

  it('waits no longer than a prediction may take for one that never ends [S61]', async () => {
    const { program, events, reached } = heldProgram({ seconds: 0.2 })
    const models = manyModels(await serve(program, { env: multiModel }))
    await models.add('m')
    const held = models.invoke('m', 'hold')
    await reached('hold')

    expect((await models.unload('m')).status).toBe(200)

    expect([503, 504]).toContain((await held).status)
    expect(events).toEqual(['hold', 'aborted hold', 'unloaded'])
  })

  it('answers a body that is still coming when its model goes with 404, and goes on [S61]', async () => {
    const { program } = heldProgram({ seconds: 0.2 })
    const serving = await serve(program, { env: multiModel })
    const models = manyModels(serving)
    await models.add('m')
    const slow = serving.connect()
    let answer = ''
    slow.setEncoding('utf8').on('data', (text: string) => {
      answer += text
    })
    slow.write(
      'POST /models/m/invoke HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n',
    )
    await expect.poll(() => answer).toContain('100 Continue')

    expect((await models.unload('m')).status).toBe(200)
    slow.write('hi')

    await expect.poll(() => answer).toContain('HTTP/1.1 404 Not Found')
    slow.destroy()
    expect((await models.add('m')).status).toBe(200)
  })

  it('answers the end of a model once its unload is done, and loads it anew only then [S57]', async () => {
    const { program, events, reached, release } = heldProgram()
    const models = manyModels(await serve(program, { env: multiModel }))
    await models.add('m', 'held-end')
    const unloading = models.unload('m')
    await reached('unloading')
    const again = models.add('m')

    expect((await models.invoke('m', 'x')).status).toBe(404)
    expect(await models.names()).toEqual([])
    release('unloading')

    expect((await unloading).status).toBe(200)
    expect((await again).status).toBe(200)
    expect(events).toEqual(['unloading', 'unloaded'])
  })

  it('answers 500 if the end of a model fails, and lists it no more', async () => {
    const serving = await serve(
      defineProgram({
        input: 'text',
        predict: () => 'x',
        unload() {
          throw new Error('the device is gone')
        },
      }),
      { env: multiModel },
    )
    const models = manyModels(serving)
    await models.add('m')
    await models.add('n')

    const answer = await models.unload('m')

    expect(answer.status).toBe(500)
    expect(JSON.parse(answer.text).message).toBe('the device is gone')
    expect(await models.names()).toEqual(['n'])
    expect((await models.add('m')).status).toBe(200)
    serving.signal('SIGTERM')
    expect(await serving.exitCode).toBe(0)
    expect(serving.stderr()).toContain('a model could not be unloaded: the device is gone')
  })
})
