import { createWriteStream } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { defineProgram, HttpError } from '../../../src/index.ts'
import { isExhaustion } from '../../../src/serve/models/is-exhaustion.ts'
import { manyModels, multiModel } from '../../fixtures/many-models.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'

/** A program whose load does one thing. */
const loading = (load: () => unknown) => defineProgram({ input: 'text', load, predict: () => 'x' })

/** What really happens where something is exhausted. */
const exhausted: Record<string, () => unknown> = {
  'an ArrayBuffer that is too large': () => new ArrayBuffer(Number.MAX_SAFE_INTEGER),
  'a thread that fills its heap': () =>
    new Promise((_, reject) => {
      const fill = 'const all = []; for (;;) all.push(new Array(1e5).fill(all.length))'
      new Worker(fill, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } }).on(
        'error',
        reject,
      )
    }),
  'a full disk': () => pipeline(['x'], createWriteStream('/dev/full')),
  'an error that a full disk caused': () =>
    writeFile('/dev/full', 'x').catch((cause) => {
      throw new Error('no cache', { cause })
    }),
  'an HttpError 507': () => {
    throw new HttpError(507, 'The GPU is full.')
  },
}

describeOverBoth('a load that fails', (serve) => {
  it.each(Object.keys(exhausted))(
    'is answered 507 after %s, and the model is not listed [S53]',
    async (what) => {
      const models = manyModels(await serve(loading(exhausted[what]!), { env: multiModel }))

      expect((await models.add('m')).status).toBe(507)

      expect(await models.names()).toEqual([])
      expect((await models.describe('m')).status).toBe(404)
      expect((await models.invoke('m', 'x')).status).toBe(404)
    },
  )

  it.each([
    [500, new Error('the model is of no use')],
    [500, 'no error at all'],
    [500, new HttpError(409, 'would pass for a model that is there')],
    [422, new HttpError(422, 'another version')],
  ])('is answered %i with the reason for any other error [S53]', async (status, error) => {
    const serving = await serve(
      loading(() => {
        throw error
      }),
      { env: multiModel },
    )
    const models = manyModels(serving)

    const answer = await models.add('m')

    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.text).message).toMatch(/^The model "m" could not be loaded from \//)
    expect(JSON.parse(answer.text).message).toContain(
      error instanceof Error ? error.message : error,
    )
    expect(answer.text).not.toContain('    at ')
    expect(await models.names()).toEqual([])
    expect((await serving.request('/ping')).status).toBe(200)
  })

  it('can be tried again', async () => {
    let tries = 0
    const program = loading(() => {
      tries += 1
      if (tries === 1) throw Object.assign(new Error('too many open files'), { code: 'EMFILE' })
    })
    const models = manyModels(await serve(program, { env: multiModel }))

    expect((await models.add('m')).status).toBe(507)
    expect((await models.add('m')).status).toBe(200)
  })

  it('refuses urls that lead out of the folder of models with 400 [S59]', async () => {
    let loads = 0
    const serving = await serve(
      loading(() => {
        loads += 1
      }),
      { env: multiModel },
    )
    const models = manyModels(serving)
    const { modelsDir, baseDir } = serving.paths
    await models.download('inside')
    await mkdir(join(baseDir, 'models-of-others'))
    await symlink(tmpdir(), join(modelsDir, 'link'))

    for (const url of [
      tmpdir(),
      'inside/model',
      modelsDir,
      `${modelsDir}/`,
      `${modelsDir}/..`,
      `${modelsDir}/inside/../..`,
      `${baseDir}/models-of-others`,
      `${modelsDir}/link`,
      `${modelsDir}/inside\0`,
      `file://${modelsDir}/inside`,
    ]) {
      const answer = await models.load('m', url)
      expect([url, answer.status]).toEqual([url, 400])
      expect(answer.text).toContain('models are loaded from there only')
    }
    expect(loads).toBe(0)
    expect(await models.names()).toEqual([])
  })

  it('answers 404 for a folder that is not there', async () => {
    const serving = await serve(
      loading(() => {}),
      { env: multiModel },
    )
    const models = manyModels(serving)

    expect((await models.load('m', join(serving.paths.modelsDir, 'none'))).status).toBe(404)
    expect((await models.load('m', join(serving.paths.modelsDir, 'x'.repeat(300)))).status).toBe(
      404,
    )
  })
})

it('takes want of files, memory, disk and threads for exhaustion, and nothing else [S53]', () => {
  for (const code of ['ENOMEM', 'EMFILE', 'ENFILE', 'ENOSPC', 'ERR_MEMORY_ALLOCATION_FAILED']) {
    expect(isExhaustion(Object.assign(new Error('x'), { code }))).toBe(true)
  }
  for (const code of ['ENOENT', 'EACCES', undefined]) {
    expect(isExhaustion(Object.assign(new Error('x'), { code }))).toBe(false)
  }
  const noMemory = 'WebAssembly.Memory(): could not allocate memory'
  expect(isExhaustion(new RangeError(noMemory))).toBe(true)
  expect(isExhaustion(new RangeError('Invalid typed array length: -1'))).toBe(false)
  expect(isExhaustion({ code: 'ENOMEM' })).toBe(false)
})
