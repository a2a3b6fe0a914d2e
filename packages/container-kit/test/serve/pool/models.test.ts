import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { containerPaths } from '../../../src/contract/index.ts'
import { send } from '../../fixtures/http.ts'
import { manyModels, multiModel } from '../../fixtures/many-models.ts'
import { baseDirWith, serve } from '../../fixtures/run-program.ts'
import { metric } from '../../fixtures/serve-handlers.ts'

/** Serves many models, each in two threads. */
async function serveModels(env: Record<string, string> = {}) {
  const baseDir = await baseDirWith()
  const program = await serve('thread-models', baseDir, { ...multiModel, ...env })
  const models = manyModels({
    paths: containerPaths(baseDir),
    async request(path, { method, headers, body } = {}) {
      const wanted = method ?? (body === undefined ? 'GET' : 'POST')
      const answer = await send(`${program.url}${path}`, wanted, headers, body)
      return { ...answer, text: answer.body, bytes: Buffer.from(answer.body) }
    },
  })
  return {
    ...program,
    models,
    metric: (name: string) => metric(program.url, name),
    threads: () => readdirSync(`/proc/${program.child.pid}/task`).length,
  }
}

describe('models in threads of their own', () => {
  it('answer while the load of another computes for as long as it likes [S60]', async () => {
    const { models, url, printed } = await serveModels()
    expect((await models.add('a', 'plain')).status).toBe(200)
    const computing = await models.download('computing')
    const loading = models.load('b', computing)
    await printed('computing')

    for (let at = 0; at < 20; at += 1) {
      expect((await models.invoke('a', `${at}`)).text).toContain(`plain ${at} in thread`)
    }
    expect((await send(`${url}/ping`, 'GET')).status).toBe(200)
    expect((await models.invoke('b', 'x')).status).toBe(404)
    writeFileSync(join(computing, 'go'), '')

    expect((await loading).status).toBe(200)
    expect((await models.invoke('b', 'x')).text).toContain('computing x in thread')
  })

  it('end their threads when they are unloaded, and no others [S57] [S80]', async () => {
    const { models, threads, metric, printed } = await serveModels()
    await models.add('a', 'plain')
    const before = threads()
    await models.add('b', 'other')
    expect(await metric('byo_workers')).toBe('4')

    expect((await models.unload('b')).status).toBe(200)

    await printed('unloaded other\nunloaded other\n')
    await expect.poll(threads).toBe(before)
    expect(await metric('byo_workers')).toBe('2')
    expect((await models.invoke('a', 'x')).status).toBe(200)
    expect((await models.invoke('b', 'x')).status).toBe(404)
  })

  it.each([
    [507, 'fills-memory'],
    [507, 'no-buffer'],
    [507, 'no-disk'],
    [507, 'no-device'],
    [422, 'refuses'],
    [500, 'fails'],
  ])(
    'answer a load that fails with %i, leave nothing and take nobody down: %s [S53]',
    async (status, folder) => {
      const { models, metric } = await serveModels({ NODE_OPTIONS: '--max-old-space-size=64' })
      await models.add('a', 'plain')

      const answer = await models.add('m', folder)

      expect([answer.status, answer.text]).toEqual([
        status,
        expect.stringContaining('"m\\" could not'),
      ])
      expect(await models.names()).toEqual(['a'])
      expect(await metric('byo_workers')).toBe('2')
      expect((await models.invoke('a', 'x')).status).toBe(200)
    },
  )
})
