import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { uploadChannel } from '../../src/index.ts'
import { deleteObjects } from '../../src/s3/delete-objects.ts'
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
    expect(channel).toEqual({ uri: `s3://${bucket}/iris/train/`, files: 1, bytes: 8 })
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

  it('sends large files in parts', async () => {
    const large = new Uint8Array(12 * 1024 * 1024).fill(7)
    using folder = temporaryFolder({ large })
    await using aws = await startLocalSession()

    await uploadChannel(aws.session, join(folder.path, 'large'), { prefix: 'p' })

    const s3 = await aws.session.clients.s3()
    const { Body } = await s3.getObject({ Bucket: await aws.session.bucket(), Key: 'p/large' })
    expect(Buffer.compare((await Body?.transformToByteArray()) ?? new Uint8Array(), large)).toBe(0)
  })

  it('passes an S3 address through without asking AWS', async () => {
    await using aws = await startFakeAws({})

    const channel = await uploadChannel(aws.session, 's3://other/data/', { prefix: 'p' })

    expect(channel).toEqual({ uri: 's3://other/data/', files: 0, bytes: 0 })
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
    expect(aws.requests).toHaveLength(0)
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
