import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { containerPaths } from '../../../src/contract/index.ts'
import { send } from '../../fixtures/http.ts'
import { manyModels, multiModel } from '../../fixtures/many-models.ts'
import { baseDirWith, serve } from '../../fixtures/run-program.ts'

// In a process of its own, because what is measured is the process.
it('holds no more files, threads and memory after 200 models than after 50 [S57] [S62]', async () => {
  const baseDir = await baseDirWith()
  const { url, child, printed } = await serve('heavy-models', baseDir, multiModel)
  await printed('INFO ready')
  const models = manyModels({
    paths: containerPaths(baseDir),
    async request(path, { method, headers, body } = {}) {
      const answer = await send(
        url + path,
        method ?? (body === undefined ? 'GET' : 'POST'),
        headers,
        body,
      )
      return { ...answer, text: answer.body, bytes: Buffer.from(answer.body) }
    },
  })
  const folder = await models.download('any')
  const cycle = async (): Promise<void> => {
    expect((await models.load('m', folder)).status).toBe(200)
    expect((await models.invoke('m', 'x')).text).toBe('1048576')
    expect((await models.unload('m')).status).toBe(200)
  }
  const count = (what: 'fd' | 'task') => readdirSync(`/proc/${child.pid}/${what}`).length
  const memory = async () =>
    Number(
      /^process_resident_memory_bytes (\d+)$/m.exec((await send(`${url}/metrics`, 'GET')).body)![1],
    )

  for (let i = 0; i < 50; i++) await cycle()
  const before = { files: count('fd'), threads: count('task'), bytes: await memory() }
  for (let i = 0; i < 150; i++) await cycle()

  // Of a model that stays, each cycle would keep 8 MB, a file and a thread.
  await expect.poll(() => count('fd')).toBeLessThan(before.files + 20)
  await expect.poll(() => count('task')).toBeLessThan(before.threads + 20)
  expect((await memory()) - before.bytes).toBeLessThan(400 * 1024 * 1024)
}, 120_000)
