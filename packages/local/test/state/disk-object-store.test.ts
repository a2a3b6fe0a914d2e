import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDataFolder } from '../../src/state/data-folder.ts'
import { DiskObjectStore } from '../../src/state/disk-object-store.ts'
import { systemClock } from '../../src/state/system-clock.ts'

const account = '000000000000'
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'byo-objects-test-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function open(name: string) {
  const data = openDataFolder(join(folder, name))
  const store = new DiskObjectStore(data, systemClock, account)
  store.createBucket('bucket', 'us-east-1')
  return { store, data, files: () => readdirSync(join(data.path, 's3', 'bucket-bucket')) }
}

describe('put', () => {
  it('stores nothing of a stream that fails, and keeps what was there', async () => {
    const { store, data, files } = open('failing')
    await store.put('bucket', 'key', Readable.from([Buffer.from('older')]))
    const before = files()
    async function* failing() {
      yield Buffer.from('newer')
      throw new Error('broken off')
    }

    await expect(store.put('bucket', 'key', Readable.from(failing()))).rejects.toThrow('broken off')

    expect(readFileSync(store.get('bucket', 'key')?.path ?? '', 'utf8')).toBe('older')
    expect(files()).toEqual(before)
    expect(readdirSync(join(data.path, 'scratch'))).toEqual([])
  })

  it('keeps two files an object, whatever the key, and none after it is deleted', async () => {
    const { store, files } = open('two-files')
    const keys = ['../../outside', '/absolute', 'a/b', '.', 'k'.repeat(1024)]
    for (const key of keys) await store.put('bucket', key, Readable.from([Buffer.from(key)]))
    expect(files()).toHaveLength(2 * keys.length)
    expect(readdirSync(join(folder, 'two-files', 's3')).sort()).toEqual([
      'bucket-bucket',
      'bucket-bucket.json',
    ])

    for (const key of keys) store.delete('bucket', key)

    expect(files()).toEqual([])
  })
})

describe('a store that is opened again', () => {
  it('has what it had, and drops bytes that belong to nothing', async () => {
    const first = open('again')
    await first.store.put('bucket', 'key', Readable.from([Buffer.from('bytes')]), {
      contentType: 'a/b',
      metadata: { m: '1' },
    })
    first.data.remove()
    const kept = first.files()
    writeFileSync(join(first.data.path, 's3', 'bucket-bucket', 'orphan.bytes'), 'x')

    const second = open('again')

    const before = first.store.get('bucket', 'key')
    expect(second.store.get('bucket', 'key')).toEqual(before)
    expect(second.files()).toEqual(kept)
  })
})
