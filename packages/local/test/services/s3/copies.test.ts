import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, it } from 'vitest'
import { rawRequest, s3Client, useLocal } from '../../support/with-local.ts'

const local = useLocal()
const Bucket = 'copies'
const client = () => s3Client(local())

beforeAll(async () => {
  await client().send(new CreateBucketCommand({ Bucket }))
})

function put(Key: string, more: object = {}) {
  return client().send(new PutObjectCommand({ Bucket, Key, Body: 'bytes', ...more }))
}

function copy(Key: string, more: object) {
  return client().send(
    new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/source`, ...more }),
  )
}

async function read(Key: string): Promise<string | undefined> {
  const { Body } = await client().send(new GetObjectCommand({ Bucket, Key }))
  return Body?.transformToString()
}

describe('a copy', () => {
  it('has the checksum that the client asks for', async () => {
    await put('source')
    const { ChecksumSHA256 } = await put('summed', { ChecksumAlgorithm: 'SHA256' })

    const { CopyObjectResult } = await copy('copied', { ChecksumAlgorithm: 'SHA256' })

    expect(CopyObjectResult?.ChecksumSHA256).toBe(ChecksumSHA256)
    expect(ChecksumSHA256).toBeTypeOf('string')
  })

  it('onto itself changes what it is to change', async () => {
    await put('itself', { Metadata: { a: '1' }, CacheControl: 'no-store' })
    const onto = { CopySource: `${Bucket}/itself` }

    await copy('itself', { ...onto, StorageClass: 'STANDARD_IA' })

    expect(await client().send(new HeadObjectCommand({ Bucket, Key: 'itself' }))).toMatchObject({
      StorageClass: 'STANDARD_IA',
      Metadata: { a: '1' },
      CacheControl: 'no-store',
    })
    expect(await read('itself')).toBe('bytes')
  })

  it('does not take over settings that are of the source alone', async () => {
    await put('kept', { StorageClass: 'STANDARD_IA', WebsiteRedirectLocation: '/x' })

    await copy('unset', { CopySource: `${Bucket}/kept` })

    const head = await client().send(new HeadObjectCommand({ Bucket, Key: 'unset' }))
    expect([head.StorageClass, head.WebsiteRedirectLocation]).toEqual([undefined, undefined])
  })

  it('is made only where the conditions on its source hold', async () => {
    const { ETag } = await put('source')
    const [past, future] = [-3_600_000, 3_600_000].map((away) => new Date(Date.now() + away))

    for (const condition of [
      { CopySourceIfMatch: '"other"' },
      { CopySourceIfNoneMatch: ETag },
      { CopySourceIfUnmodifiedSince: past },
      { CopySourceIfModifiedSince: future },
    ]) {
      await expect(copy('never', condition)).rejects.toMatchObject({ name: 'PreconditionFailed' })
    }
    const holds = { CopySourceIfMatch: ETag, CopySourceIfUnmodifiedSince: past }
    await expect(copy('made', holds)).resolves.toBeDefined()
    await expect(read('never')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })

  it('is refused for an owner of the source that is another', async () => {
    await put('source')
    await expect(
      copy('never', { ExpectedSourceBucketOwner: '111111111111' }),
    ).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it.each([
    ['a source without a key', { 'x-amz-copy-source': Bucket }, 'InvalidArgument'],
    ['a source that is not there', { 'x-amz-copy-source': `${Bucket}/nowhere` }, 'NoSuchKey'],
    ['a bucket that is not there', { 'x-amz-copy-source': 'nowhere/x' }, 'NoSuchBucket'],
    [
      'an older version',
      { 'x-amz-copy-source': `${Bucket}/source?versionId=x` },
      'InvalidArgument',
    ],
    [
      'a directive that is none',
      { 'x-amz-copy-source': `${Bucket}/source`, 'x-amz-metadata-directive': 'MERGE' },
      'InvalidArgument',
    ],
  ])('is refused for %s', async (_what, headers, code) => {
    await put('source')
    const { text } = await rawRequest(local().endpoint, {
      method: 'PUT',
      path: `/${Bucket}/never`,
      headers: headers as Record<string, string>,
    })

    expect(text).toContain(`<Code>${code}</Code>`)
  })
})

describe('a condition on what is there', () => {
  it('keeps one of many writers that all want to be the first', async () => {
    const writers = Array.from({ length: 8 }, (_, i) =>
      put('first', { Body: `writer ${i}`, IfNoneMatch: '*' }).then(() => i),
    )

    const won = (await Promise.allSettled(writers)).filter(({ status }) => status === 'fulfilled')
    expect(won).toHaveLength(1)
    expect(await read('first')).toBe(`writer ${(won[0] as PromiseFulfilledResult<number>).value}`)
  })

  it('guards replacing and deleting by ETag', async () => {
    const { ETag } = await put('guarded')
    await expect(put('guarded', { IfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    })
    await expect(put('nowhere', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' })
    const remove = (IfMatch: string | undefined) =>
      client().send(new DeleteObjectCommand({ Bucket, Key: 'guarded', IfMatch }))

    await expect(remove('"other"')).rejects.toMatchObject({ name: 'PreconditionFailed' })
    expect(await read('guarded')).toBe('bytes')
    await remove(ETag)
    await expect(read('guarded')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })
})
