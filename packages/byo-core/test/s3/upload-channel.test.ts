import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { type UploadProgress, uploadChannel } from '../../src/index.ts'
import { deleteObjects } from '../../src/s3/delete-objects.ts'
import { isUploaded } from '../../src/s3/is-uploaded.ts'
import type { Session } from '../../src/session/session.ts'
import { startFakeAws } from '../support/fake-aws.ts'
import { startLocalSession } from '../support/local-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** The objects under a prefix as text, by key. */
async function objectsIn(session: Session, prefix: string): Promise<Record<string, string>> {
  const s3 = await session.clients.s3()
  const Bucket = await session.bucket()
  const { Contents = [] } = await s3.listObjectsV2({ Bucket, Prefix: prefix })
  const entries = Contents.map(async ({ Key }) => {
    const { Body } = await s3.getObject({ Bucket, Key })
    return [Key, await Body?.transformToString()] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

describe('uploadChannel', () => {
  it('sends a file', async () => {
    using folder = temporaryFolder({ 'iris.csv': 'a,b\n1,2\n' })
    await using aws = await startLocalSession()

    const channel = await uploadChannel(aws.session, join(folder.path, 'iris.csv'), {
      prefix: '/iris/train/',
    })

    const bucket = await aws.session.bucket()
    const uri = `s3://${bucket}/iris/train/`
    expect(channel).toEqual({ uri, files: 1, uploaded: 1, skipped: 0, bytes: 8 })
    expect(await objectsIn(aws.session, 'iris/train/')).toEqual({
      'iris/train/iris.csv': 'a,b\n1,2\n',
    })
  })

  it('sends all files below a folder, with links followed and odd names kept', async () => {
    using folder = temporaryFolder({ 'a b+ü.csv': '1', 'deep/er/c.csv': '2', empty: '' })
    symlinkSync(join(folder.path, 'deep/er/c.csv'), join(folder.path, 'link.csv'))
    await using aws = await startLocalSession()

    const { files, bytes } = await uploadChannel(aws.session, folder.path, { prefix: 'p' })

    expect({ files, bytes }).toEqual({ files: 4, bytes: 3 })
    expect(await objectsIn(aws.session, 'p/')).toEqual({
      'p/a b+ü.csv': '1',
      'p/deep/er/c.csv': '2',
      'p/empty': '',
      'p/link.csv': '2',
    })
  })

  it('sends large files in parts, also through a link', async () => {
    const large = new Uint8Array(12 * 1024 * 1024).fill(7)
    using folder = temporaryFolder({ file: large })
    symlinkSync(join(folder.path, 'file'), join(folder.path, 'large'))
    await using aws = await startLocalSession()

    await uploadChannel(aws.session, join(folder.path, 'large'), { prefix: 'p' })

    const s3 = await aws.session.clients.s3()
    const { Body } = await s3.getObject({ Bucket: await aws.session.bucket(), Key: 'p/large' })
    expect(Buffer.compare((await Body?.transformToByteArray()) ?? new Uint8Array(), large)).toBe(0)
  })

  it('passes an S3 address through without asking AWS', async () => {
    await using aws = await startFakeAws({})

    const channel = await uploadChannel(aws.session, 's3://other/data/', { prefix: 'p' })

    expect(channel).toEqual({
      uri: 's3://other/data/',
      files: 0,
      uploaded: 0,
      skipped: 0,
      bytes: 0,
    })
    await expect(uploadChannel(aws.session, channel, { prefix: 'p' })).resolves.toEqual(channel)
    expect(aws.requests).toHaveLength(0)
  })

  it('says what is missing before it asks AWS', async () => {
    using folder = temporaryFolder()
    mkdirSync(join(folder.path, 'only/folders'), { recursive: true })
    await using aws = await startFakeAws({})

    await expect(
      uploadChannel(aws.session, join(folder.path, 'nope.csv'), { prefix: 'p' }),
    ).rejects.toMatchObject({
      code: 'data-not-found',
      message: expect.stringContaining('nope.csv'),
    })
    await expect(uploadChannel(aws.session, folder.path, { prefix: 'p' })).rejects.toMatchObject({
      code: 'data-not-found',
      message: expect.stringContaining('no file'),
    })
    const pattern = join(folder.path, '**/*.csv')
    await expect(uploadChannel(aws.session, pattern, { prefix: 'p' })).rejects.toMatchObject({
      code: 'data-not-found',
      message: `No file matches "${pattern}".`,
    })
    expect(aws.requests).toHaveLength(0)
  })

  it.each([
    ['*.csv', { 'a.csv': '1', 'b.csv': '2' }],
    ['**/*.csv', { 'a.csv': '1', 'b.csv': '2', 'deep/er/c.csv': '3' }],
    ['de*/er/*', { 'deep/er/c.csv': '3' }],
    ['deep/er/*.csv', { 'c.csv': '3' }],
    ['{a,deep/er/c}.csv', { 'a.csv': '1', 'deep/er/c.csv': '3' }],
    ['{deep/er/*,b}.csv', { 'b.csv': '2', 'deep/er/c.csv': '3' }],
    ['[ab].csv', { 'a.csv': '1', 'b.csv': '2' }],
    ['odd[1].csv', { 'odd[1].csv': '4' }],
  ])('sends what the glob %s matches, named from its first wildcard on', async (glob, expected) => {
    using folder = temporaryFolder({
      'a.csv': '1',
      'b.csv': '2',
      'deep/er/c.csv': '3',
      'odd[1].csv': '4',
      'note.txt': '5',
    })
    if (glob !== 'odd[1].csv') rmSync(join(folder.path, 'odd[1].csv'))
    await using aws = await startLocalSession()

    await uploadChannel(aws.session, join(folder.path, glob), { prefix: 'p' })

    const keys = Object.entries(expected).map(([name, text]) => [`p/${name}`, text])
    expect(await objectsIn(aws.session, 'p/')).toEqual(Object.fromEntries(keys))
  })

  const webStream = () =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from('1,'))
        controller.enqueue(Buffer.from('ü'))
        controller.close()
      },
    })
  async function* generate() {
    yield '1,'
    yield Buffer.from('ü')
  }
  it.each([
    ['text', () => '1,ü'],
    ['a buffer', () => Buffer.from('1,ü')],
    ['a stream of Node', () => Readable.from(['1,', 'ü'])],
    ['a stream of bytes of Node', () => Readable.from([Buffer.from('1,ü')], { objectMode: false })],
    ['a stream of the web', webStream],
    ['a generator', generate],
  ])('sends %s under its name', async (_kind, content) => {
    await using aws = await startLocalSession()

    const channel = await uploadChannel(
      aws.session,
      { name: 'deep/rows.csv', content: content() },
      { prefix: 'p' },
    )

    expect(channel).toMatchObject({ files: 1, uploaded: 1, bytes: 4 })
    expect(await objectsIn(aws.session, 'p/')).toEqual({ 'p/deep/rows.csv': '1,ü' })
  })

  it('sends a long stream in parts', async () => {
    const piece = Buffer.alloc(1024 * 1024, 7)
    async function* content() {
      for (let count = 0; count < 40; count += 1) yield piece
    }
    await using aws = await startLocalSession()

    await uploadChannel(aws.session, { name: 'long', content: content() }, { prefix: 'p' })

    const s3 = await aws.session.clients.s3()
    const head = await s3.headObject({ Bucket: await aws.session.bucket(), Key: 'p/long' })
    expect(head.ContentLength).toBe(40 * 1024 * 1024)
    expect(head.ETag).toMatch(/-3"$/)
  })

  it('says when a stream breaks, or gives no bytes', async () => {
    async function* breaks() {
      yield 'a'
      throw new Error('the sensor is gone')
    }
    await using aws = await startLocalSession()
    const send = (content: AsyncIterable<string>) =>
      uploadChannel(aws.session, { name: 'rows.csv', content }, { prefix: 'p' })

    await expect(send(breaks())).rejects.toMatchObject({
      code: 'data-not-found',
      message: `"rows.csv" can't be read: the sensor is gone.`,
    })
    await expect(send(Readable.from([1, 2]))).rejects.toMatchObject({
      message: `"rows.csv" can't be read: it gives a number where text or bytes belong.`,
    })
    expect(await objectsIn(aws.session, 'p/')).toEqual({})
  })

  it.each(['', '/a', '../a', 'a//b', 'a/'])(
    'refuses "%s" as the name of content before it asks AWS',
    async (name) => {
      await using aws = await startFakeAws({})

      await expect(
        uploadChannel(aws.session, { name, content: 'a' }, { prefix: 'p' }),
      ).rejects.toMatchObject({ code: 'invalid-option' })
      expect(aws.requests).toHaveLength(0)
    },
  )

  it('sends again only what differs, by size and SHA-256', async () => {
    const large = new Uint8Array(12 * 1024 * 1024).fill(7)
    using folder = temporaryFolder({ same: 'abc', changed: 'abc', longer: 'abc', large })
    await using aws = await startLocalSession()
    await uploadChannel(aws.session, folder.path, { prefix: 'p' })

    writeFileSync(join(folder.path, 'changed'), 'abd')
    writeFileSync(join(folder.path, 'longer'), 'abcd')
    const channel = await uploadChannel(aws.session, folder.path, { prefix: 'p' })

    expect(channel).toMatchObject({ files: 4, uploaded: 2, skipped: 2, bytes: 7 })
    const { 'p/large': _, ...objects } = await objectsIn(aws.session, 'p/')
    expect(objects).toEqual({ 'p/same': 'abc', 'p/changed': 'abd', 'p/longer': 'abcd' })
  })

  it('sends all when told not to look', async () => {
    await using aws = await startLocalSession()
    const send = (skipExisting: boolean) =>
      uploadChannel(aws.session, { name: 'a', content: 'a' }, { prefix: 'p', skipExisting })

    expect(await send(true)).toMatchObject({ uploaded: 1, skipped: 0 })
    expect(await send(true)).toMatchObject({ uploaded: 0, skipped: 1, bytes: 0 })
    expect(await send(false)).toMatchObject({ uploaded: 1, skipped: 0 })
  })

  it('reads nothing of a file whose size differs, and trusts no object without a checksum', async () => {
    let reads = 0
    const file = {
      label: 'f',
      name: 'f',
      size: 3,
      async *open() {
        reads += 1
        yield 'abc'
      },
    }
    const sha256 = createHash('sha256').update('abc').digest('base64')
    await using aws = await startFakeAws({
      'HEAD /b/longer': [{ headers: { 'content-length': '4', 'x-amz-checksum-sha256': sha256 } }],
      'HEAD /b/bare': [{ headers: { 'content-length': '3' } }],
      'HEAD /b/same': [{ headers: { 'content-length': '3', 'x-amz-checksum-sha256': sha256 } }],
    })
    const look = (Key: string) =>
      isUploaded(aws.session, file, { object: { Bucket: 'b', Key }, signal: undefined })

    expect([await look('longer'), await look('bare'), await look('gone')]).toEqual([
      false,
      false,
      false,
    ])
    expect(reads).toBe(0)
    expect(await look('same')).toBe(true)
  })

  it('tells how far it is', async () => {
    using folder = temporaryFolder({ a: 'abc', large: new Uint8Array(12 * 1024 * 1024) })
    await using aws = await startLocalSession()
    const seen: UploadProgress[] = []
    const totalBytes = 12 * 1024 * 1024 + 3

    const options = { prefix: 'p', onProgress: (now: UploadProgress) => seen.push(now) }
    await uploadChannel(aws.session, folder.path, options)

    expect(seen.length).toBeGreaterThan(3)
    expect(seen.at(-1)).toEqual({ sentBytes: totalBytes, totalBytes })
    expect(seen.every(({ sentBytes }, i) => sentBytes >= (seen[i - 1]?.sentBytes ?? 0))).toBe(true)
    seen.length = 0
    await uploadChannel(aws.session, folder.path, options)
    expect(seen.at(-1)).toEqual({ sentBytes: totalBytes, totalBytes })
  })

  it('closes a stream that is waited for when it is aborted', async () => {
    await using aws = await startLocalSession()
    const controller = new AbortController()
    const content = new Readable({ read: () => controller.abort() })

    await expect(
      uploadChannel(
        aws.session,
        { name: 'a', content },
        { prefix: 'p', signal: controller.signal },
      ),
    ).rejects.toMatchObject({ code: 'aborted' })
    expect(content.destroyed).toBe(true)
  })

  it('throws what a listener throws', async () => {
    await using aws = await startLocalSession()
    const onProgress = () => {
      throw new TypeError('listener broke')
    }

    await expect(
      uploadChannel(aws.session, { name: 'a', content: 'a' }, { prefix: 'p', onProgress }),
    ).rejects.toThrow(TypeError('listener broke'))
  })

  it('names the owner of the bucket in every request, also of parts [G102]', async () => {
    using folder = temporaryFolder({ a: 'abc', large: new Uint8Array(12 * 1024 * 1024) })
    await using aws = await startLocalSession()
    const s3 = await aws.session.clients.s3()
    const owners: unknown[] = []
    s3.middlewareStack.add(
      (next) => async (args) => {
        owners.push((args.input as { ExpectedBucketOwner?: string }).ExpectedBucketOwner)
        return next(args)
      },
      { step: 'initialize' },
    )
    const bucket = await aws.session.bucket()
    owners.length = 0

    await uploadChannel(aws.session, folder.path, { prefix: 'p' })
    await deleteObjects(aws.session, `s3://${bucket}/p/`)

    expect(owners.length).toBeGreaterThan(8)
    expect(new Set(owners)).toEqual(new Set([await aws.session.accountId()]))
  })

  it('says which file it could not read, and no more of AWS', async () => {
    using folder = temporaryFolder({ 'iris.csv': 'a' })
    const file = join(folder.path, 'iris.csv')
    await using aws = await startFakeAws({
      'HEAD /sagemaker-eu-west-1-123456789012': () => {
        rmSync(file)
        return { body: '' }
      },
    })

    await expect(uploadChannel(aws.session, file, { prefix: 'p' })).rejects.toMatchObject({
      code: 'data-not-found',
      message: `"${file}" can't be read: ENOENT.`,
    })
  })

  it('says which link leads nowhere', async () => {
    using folder = temporaryFolder()
    symlinkSync('nowhere', join(folder.path, 'link.csv'))
    await using aws = await startFakeAws({})

    await expect(uploadChannel(aws.session, folder.path, { prefix: 'p' })).rejects.toMatchObject({
      code: 'data-not-found',
      message: expect.stringContaining('link.csv'),
    })
  })

  it('ends an abort in the middle of an upload', async () => {
    using folder = temporaryFolder({ 'iris.csv': 'a' })
    const controller = new AbortController()
    const bucket = 'sagemaker-eu-west-1-123456789012'
    await using aws = await startFakeAws({
      [`PUT /${bucket}/p/iris.csv`]: () => {
        controller.abort()
        return new Promise(() => undefined)
      },
    })

    await expect(
      uploadChannel(aws.session, folder.path, { prefix: 'p', signal: controller.signal }),
    ).rejects.toMatchObject({ code: 'aborted' })
  })
})

describe('deleteObjects', () => {
  it('deletes what is under the prefix and nothing else', async () => {
    using folder = temporaryFolder({ a: '1', b: '2' })
    await using aws = await startLocalSession()
    await uploadChannel(aws.session, folder.path, { prefix: 'run' })
    await uploadChannel(aws.session, folder.path, { prefix: 'run2' })

    await deleteObjects(aws.session, `s3://${await aws.session.bucket()}/run/`)

    expect(Object.keys(await objectsIn(aws.session, 'run'))).toEqual(['run2/a', 'run2/b'])
  })

  it('finds nothing to do in a bucket that is gone', async () => {
    await using aws = await startLocalSession()

    await expect(deleteObjects(aws.session, 's3://gone/x/')).resolves.toBeUndefined()
  })
})
