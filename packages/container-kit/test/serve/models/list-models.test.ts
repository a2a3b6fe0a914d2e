import { expect, it } from 'vitest'
import { defineProgram } from '../../../src/index.ts'
import { manyModels, multiModel } from '../../fixtures/many-models.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'

const program = defineProgram({ input: 'text', predict: () => 'x' })

/** As many names as two full pages and one more need, in no order. */
const names = Array.from({ length: 201 }, (_, i) => `model ${(i * 37) % 201}`)

describeOverBoth('GET /models', (serve) => {
  it('lists every model exactly once, page by page [S55]', async () => {
    const serving = await serve(program, { env: multiModel })
    const models = manyModels(serving)
    expect(JSON.parse((await serving.request('/models')).text)).toEqual({ models: [] })
    const url = await models.download('any')
    for (const name of names) await models.load(name, url)

    const first = JSON.parse((await serving.request('/models')).text)

    expect(first.models).toHaveLength(100)
    expect(first.models[0]).toEqual({ modelName: expect.any(String), modelUrl: url })
    expect(first.nextPageToken).toMatch(/^[\w-]+$/)
    expect(await models.names()).toEqual(names.toSorted())
  })

  it('lists each model that stays exactly once while others come and go between pages [S55]', async () => {
    const serving = await serve(program, { env: multiModel })
    const models = manyModels(serving)
    const url = await models.download('any')
    for (const name of names) await models.load(name, url)
    const first = JSON.parse((await serving.request('/models')).text)
    const listed: string[] = first.models.map((model: { modelName: string }) => model.modelName)

    // Among them the name that the token stands for.
    const gone = [listed[0]!, listed[50]!, listed.at(-1)!]
    for (const name of gone) await models.unload(name)
    await models.load('a new first', url)
    await models.load('zoe, a new last', url)
    let token = first.nextPageToken
    while (token !== undefined) {
      const page = JSON.parse((await serving.request(`/models?next_page_token=${token}`)).text)
      listed.push(...page.models.map((model: { modelName: string }) => model.modelName))
      token = page.nextPageToken
    }

    expect(listed.filter((name) => names.includes(name)).toSorted()).toEqual(names.toSorted())
    expect(listed.at(-1)).toBe('zoe, a new last')
  })

  it('needs no second page for as many models as one holds', async () => {
    const serving = await serve(program, { env: multiModel })
    const models = manyModels(serving)
    const url = await models.download('any')
    for (const name of names.slice(0, 100)) await models.load(name, url)

    expect(JSON.parse((await serving.request('/models')).text)).not.toHaveProperty('nextPageToken')
  })

  it('refuses a token that it never gave out with 400', async () => {
    const { request } = await serve(program, { env: multiModel })

    expect((await request('/models?next_page_token=%00*')).status).toBe(400)
    expect((await request('/models?next_page_token=')).status).toBe(200)
  })
})
