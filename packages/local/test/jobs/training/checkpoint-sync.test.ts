import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CheckpointSync } from '../../../src/jobs/training/checkpoint-sync.ts'
import { readPrefix } from '../../support/artifacts.ts'
import { bucket, usePlatform } from '../../support/with-platform.ts'

const opened = usePlatform()
const never = new AbortController().signal
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'byo-checkpoints-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = () => new CheckpointSync(opened().objects, folder, { bucket, key: 'ckpt' })
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
const stored = () => readPrefix(opened(), 'ckpt/')

describe('checkpoints', () => {
  it('are stored once two looks at them are the same: not while they are written', async () => {
    const sync = open()
    await sync.restore(never)
    write('a', 'half')
    await sync.store({ last: false })
    expect(await stored()).toEqual({})

    write('a', 'half and more')
    await sync.store({ last: false })
    expect(await stored()).toEqual({})

    await sync.store({ last: false })
    expect(await stored()).toEqual({ a: 'half and more' })
  })

  it('are stored again when they change, also to as many bytes as before', async () => {
    const sync = open()
    write('a', 'one')
    await sync.store({ last: true })
    write('a', 'two')
    await sync.store({ last: true })

    expect(await stored()).toEqual({ a: 'two' })
  })

  it('are not written anew when they do not', async () => {
    const sync = open()
    write('a', 'one')
    await sync.store({ last: true })
    const before = opened().objects.get(bucket, 'ckpt/a')
    await sync.store({ last: true })

    expect(opened().objects.get(bucket, 'ckpt/a')).toBe(before)
  })

  it('go where the folder loses them, also those that were restored', async () => {
    await opened().put('ckpt/deep/old', 'old')
    await opened().put('ckpt/kept', 'kept')
    const sync = open()
    await sync.restore(never)
    rmSync(join(folder, 'deep'), { recursive: true })
    await sync.store({ last: false })

    expect(await stored()).toEqual({ kept: 'kept' })
  })

  it('of another prefix with the same start, or of another host, are left alone', async () => {
    await opened().put('ckpt-other/a', 'other')
    const sync = open()
    await sync.restore(never)
    await opened().put('ckpt/from-elsewhere', 'x')
    mkdirSync(join(folder, 'b'))
    write('b/c', 'c')
    await sync.store({ last: true })

    expect(await stored()).toEqual({ 'from-elsewhere': 'x', 'b/c': 'c' })
    expect(opened().objects.get(bucket, 'ckpt-other/a')).toBeDefined()
  })

  it('stay as they were when the store fails, and are stored the next time', async () => {
    const { objects } = opened()
    const sync = open()
    write('a', 'one')
    await sync.store({ last: true })
    const put = objects.put.bind(objects)
    objects.put = async (_bucket, _key, body: Readable) => {
      body.destroy()
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    }
    write('a', 'two')
    await expect(sync.store({ last: true })).rejects.toThrow(
      'ClientError: Artifact upload failed: s3://bucket/ckpt/a could not be stored (insufficient disk space).',
    )
    expect(await stored()).toEqual({ a: 'one' })

    objects.put = put
    await sync.store({ last: true })
    expect(await stored()).toEqual({ a: 'two' })
  })
})
