import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readCluster } from '../../src/train/cluster.ts'
import { baseDirWith } from '../fixtures/run-program.ts'

const hosts = Array.from({ length: 12 }, (_, i) => `algo-${i + 1}`).sort()

async function fileWith(content: unknown): Promise<string> {
  return join(await baseDirWith({ 'resourceconfig.json': content }), 'resourceconfig.json')
}

it('gives each of twelve hosts a rank of its own, from 0 to 11', async () => {
  const ranks = await Promise.all(
    hosts.map(async (host) => readCluster(await fileWith({ hosts, current_host: host })).rank),
  )

  expect(ranks).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
})

it('is one host where nothing is said', async () => {
  expect(readCluster(join(await baseDirWith(), 'none.json'))).toEqual({
    hosts: ['localhost'],
    currentHost: 'localhost',
    rank: 0,
  })
})

it('refuses a file whose hosts do not have the current one', async () => {
  const path = await fileWith({ hosts: ['a'], current_host: 'b' })

  expect(() => readCluster(path)).toThrow(`${path} needs "hosts"`)
})
