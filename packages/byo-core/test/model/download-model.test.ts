import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { downloadModel } from '../../src/index.ts'
import { s3Error, startFakeAws } from '../support/fake-aws.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What the tests set of an entry. */
interface Entry {
  readonly name: string
  readonly type?: 'directory' | 'symlink'
  readonly linkname?: string
}

/** A gzipped tar of these entries, each with its own name as its content. */
async function archiveOf(...headers: readonly Entry[]): Promise<Buffer> {
  const tar = pack()
  for (const header of headers) {
    if (header.type) tar.entry(header)
    else tar.entry(header, header.name)
  }
  tar.finalize()
  const chunks: Uint8Array[] = []
  for await (const chunk of tar) chunks.push(chunk as Uint8Array)
  return gzipSync(Buffer.concat(chunks))
}

/** Downloads an archive of these bytes to the folder. */
async function download(bytes: Uint8Array, folder: string): Promise<readonly string[]> {
  await using aws = await startFakeAws({ 'GET /b/model.tar.gz': [{ body: bytes }] })
  return await downloadModel(aws.session, 's3://b/model.tar.gz', folder)
}

describe('downloadModel', () => {
  it('unpacks the archive into a folder that it makes', async () => {
    using folder = temporaryFolder()
    const target = join(folder.path, 'deep/model')
    const archive = await archiveOf(
      { name: 'model.json' },
      { name: 'more/', type: 'directory' },
      { name: './more/data.bin' },
    )

    const files = await download(archive, target)

    expect(files).toEqual(['model.json', 'more/data.bin'])
    expect(readFileSync(join(target, 'model.json'), 'utf8')).toBe('model.json')
    expect(readFileSync(join(target, 'more/data.bin'), 'utf8')).toBe('./more/data.bin')
  })

  it.each<Entry>([
    { name: '../out' },
    { name: 'a/../../out' },
    { name: '/etc/out' },
    { name: 'link', type: 'symlink', linkname: '/etc' },
  ])('refuses the entry %j', async (header) => {
    using folder = temporaryFolder()

    await expect(download(await archiveOf(header), folder.path)).rejects.toMatchObject({
      code: 'model-unreadable',
      message: expect.stringContaining('s3://b/model.tar.gz'),
    })
  })

  it.each([
    ['text', async () => Buffer.from('not an archive')],
    ['half an archive', async () => (await archiveOf({ name: 'x'.repeat(90) })).subarray(0, 60)],
  ])('says that %s is no archive', async (_, bytes) => {
    using folder = temporaryFolder()

    await expect(download(await bytes(), folder.path)).rejects.toMatchObject({
      code: 'model-unreadable',
    })
  })

  it("passes on S3's words about an object that isn't there", async () => {
    using folder = temporaryFolder()
    await using aws = await startFakeAws({ 'GET /b/model.tar.gz': [s3Error(404, 'NoSuchKey')] })

    await expect(
      downloadModel(aws.session, 's3://b/model.tar.gz', folder.path),
    ).rejects.toMatchObject({
      code: 'request-refused',
      message: expect.stringContaining('NoSuchKey'),
    })
  })
})
