import { createHash } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  renameSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { extract } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { archiveFiles, digestFiles } from '../../src/model/model-archive.ts'
import { findModelFiles } from '../../src/model/model-files.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

async function bytesOf(folder: string): Promise<Buffer> {
  const files = await findModelFiles(folder)
  const chunks: Buffer[] = []
  for await (const chunk of archiveFiles(files, await digestFiles(files))) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function entriesOf(archive: Buffer) {
  const entries: { name: string; mode?: number; text: string; time?: number; uid?: number }[] = []
  const tar = extract()
  tar.end(gunzipSync(archive))
  for await (const entry of tar) {
    const { name, mode, mtime, uid } = entry.header
    const chunks: Uint8Array[] = []
    for await (const chunk of entry) chunks.push(chunk as Uint8Array)
    entries.push({
      name,
      mode,
      text: Buffer.concat(chunks).toString(),
      time: mtime?.getTime(),
      uid,
    })
  }
  return entries
}

describe('archiveFiles', () => {
  it('makes the same bytes of the same files, however and whenever they got there [G103]', async () => {
    const long = `${'folder/'.repeat(20)}weights-ä.bin`
    using one = temporaryFolder({ 'b.json': '{}', 'a/z.txt': 'z', 'a-b': '', [long]: 'w' })
    using two = temporaryFolder({ [long]: 'w', 'a-b': '', 'a/y.txt': 'z', 'b.json': '{}' })
    renameSync(join(two.path, 'a/y.txt'), join(two.path, 'a/z.txt'))
    mkdirSync(join(two.path, 'empty'))
    utimesSync(join(two.path, 'b.json'), 1, 1)
    chmodSync(join(two.path, 'b.json'), 0o600)

    const [first, second] = [await bytesOf(one.path), await bytesOf(two.path)]

    expect(createHash('sha256').update(first).digest('hex')).toBe(
      createHash('sha256').update(second).digest('hex'),
    )
    expect(await entriesOf(first)).toEqual([
      { name: 'a-b', mode: 0o644, text: '', time: 0, uid: 0 },
      { name: 'a/z.txt', mode: 0o644, text: 'z', time: 0, uid: 0 },
      { name: 'b.json', mode: 0o644, text: '{}', time: 0, uid: 0 },
      { name: long, mode: 0o644, text: 'w', time: 0, uid: 0 },
    ])
    expect([...first.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])
  })

  it('tells other names, contents and rights from one another', async () => {
    using folder = temporaryFolder({ a: '1', run: '' })
    const digests = [await digestFiles(await findModelFiles(folder.path))]

    chmodSync(join(folder.path, 'run'), 0o700)
    digests.push(await digestFiles(await findModelFiles(folder.path)))
    writeFileSync(join(folder.path, 'a'), '2')
    digests.push(await digestFiles(await findModelFiles(folder.path)))
    renameSync(join(folder.path, 'a'), join(folder.path, 'b'))
    digests.push(await digestFiles(await findModelFiles(folder.path)))

    expect(new Set(digests).size).toBe(4)
  })

  it('needs no more memory for a large model than for a small one [G103]', async () => {
    const size = 256 * 1024 * 1024
    using folder = temporaryFolder({ 'weights.bin': '' })
    // All zeros, which take no room on the disk.
    truncateSync(join(folder.path, 'weights.bin'), size)
    const files = await findModelFiles(folder.path)
    const digest = await digestFiles(files)
    let peak = 0
    let chunks = 0

    for await (const _ of archiveFiles(files, digest)) {
      chunks += 1
      const { arrayBuffers } = process.memoryUsage()
      peak = Math.max(peak, arrayBuffers)
    }

    expect(chunks).toBeGreaterThan(10)
    expect(peak).toBeLessThan(size / 2)
  })

  it('fails when a file is not any more what it was', async () => {
    using folder = temporaryFolder({ a: 'one', b: '2' })
    const files = await findModelFiles(folder.path)
    const digest = await digestFiles(files)
    const read = async () => {
      for await (const _ of archiveFiles(files, digest));
    }

    writeFileSync(join(folder.path, 'a'), 'two')
    await expect(read()).rejects.toMatchObject({ code: 'upload-corrupted' })
    writeFileSync(join(folder.path, 'a'), 'more than before')
    await expect(read()).rejects.toMatchObject({ code: 'upload-corrupted' })
    writeFileSync(join(folder.path, 'a'), '')
    await expect(read()).rejects.toMatchObject({ code: 'upload-corrupted' })
    renameSync(join(folder.path, 'a'), join(folder.path, 'c'))
    await expect(read()).rejects.toMatchObject({
      code: 'data-not-found',
      message: expect.stringContaining('ENOENT'),
    })
  })
})

describe('findModelFiles', () => {
  it('takes a link within the folder for the file that it leads to', async () => {
    using folder = temporaryFolder({ 'blobs/1': 'weights' })
    mkdirSync(join(folder.path, 'snapshot'))
    symlinkSync('../blobs/1', join(folder.path, 'snapshot/model.bin'))

    expect(await entriesOf(await bytesOf(folder.path))).toMatchObject([
      { name: 'blobs/1', text: 'weights' },
      { name: 'snapshot/model.bin', text: 'weights' },
    ])
  })

  it.each([
    ['/etc/hostname', 'leads out of the folder'],
    ['../secret', 'leads out of the folder'],
    ['..', 'leads out of the folder'],
    ['folder', "doesn't lead to a file"],
  ])('refuses a link to %s', async (target, words) => {
    using parent = temporaryFolder({ secret: 's', 'model/a': '1', 'model/folder/b': '2' })
    symlinkSync(target, join(parent.path, 'model/link'))

    await expect(findModelFiles(join(parent.path, 'model'))).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining(words),
    })
  })

  it('refuses a sibling whose path begins as the folder does', async () => {
    using parent = temporaryFolder({ 'model/a': '1', 'model-2/b': '2' })
    symlinkSync('../model-2/b', join(parent.path, 'model/link'))

    await expect(findModelFiles(join(parent.path, 'model'))).rejects.toMatchObject({
      code: 'invalid-option',
    })
  })

  it('tells of a broken link, of no folder, of no file in it', async () => {
    using folder = temporaryFolder({ file: '' })
    mkdirSync(join(folder.path, 'empty'))
    mkdirSync(join(folder.path, 'broken'))
    symlinkSync('nowhere', join(folder.path, 'broken/link'))

    for (const name of ['broken', 'nope', 'file', 'empty']) {
      await expect(findModelFiles(join(folder.path, name)), name).rejects.toMatchObject({
        code: 'data-not-found',
      })
    }
  })
})
