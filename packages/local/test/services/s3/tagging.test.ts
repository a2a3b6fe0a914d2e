import { createHash } from 'node:crypto'
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectTaggingCommand,
  GetBucketTaggingCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type Tag,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, it } from 'vitest'
import { rawRequest, s3Client, useLocal } from '../../support/with-local.ts'

const local = useLocal()
const Bucket = 'tagged'
const client = () => s3Client(local())

beforeAll(async () => {
  await client().send(new CreateBucketCommand({ Bucket }))
})

async function tagsOf(Key: string): Promise<Tag[] | undefined> {
  return (await client().send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet
}

function put(Key: string, Tagging?: string) {
  return client().send(new PutObjectCommand({ Bucket, Key, Body: 'x', Tagging }))
}

describe('the tags of an object', () => {
  it('come with an upload, at once or in parts, and are counted', async () => {
    await put('at-once', 'a=1&%C3%BC%20b=x%2Fy')
    const upload = { Bucket, Key: 'in-parts' }
    const { UploadId } = await client().send(
      new CreateMultipartUploadCommand({ ...upload, Tagging: 'c=3' }),
    )
    const part = { ...upload, UploadId, PartNumber: 1, Body: 'x' }
    const { ETag } = await client().send(new UploadPartCommand(part))
    const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] }
    await client().send(
      new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload }),
    )

    const head = await client().send(new HeadObjectCommand({ Bucket, Key: 'at-once' }))
    expect(await tagsOf('at-once')).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'ü b', Value: 'x/y' },
    ])
    expect(await tagsOf('in-parts')).toEqual([{ Key: 'c', Value: '3' }])
    expect(head.TagCount).toBe(2)
  })

  it('are replaced and taken away without a change of the object', async () => {
    const { ETag } = await put('changed', 'a=1')
    const before = await client().send(new HeadObjectCommand({ Bucket, Key: 'changed' }))

    const TagSet = [{ Key: 'b', Value: '' }]
    await client().send(
      new PutObjectTaggingCommand({ Bucket, Key: 'changed', Tagging: { TagSet } }),
    )
    expect(await tagsOf('changed')).toEqual(TagSet)
    await client().send(new DeleteObjectTaggingCommand({ Bucket, Key: 'changed' }))

    const after = await client().send(new HeadObjectCommand({ Bucket, Key: 'changed' }))
    expect(await tagsOf('changed')).toEqual([])
    expect(after).toMatchObject({ ETag, LastModified: before.LastModified })
    expect(after.TagCount).toBeUndefined()
  })

  it('go with a copy unless it brings its own', async () => {
    await put('source', 'a=1')
    const copy = { Bucket, CopySource: `${Bucket}/source` }

    await client().send(new CopyObjectCommand({ ...copy, Key: 'kept' }))
    await client().send(
      new CopyObjectCommand({ ...copy, Key: 'new', TaggingDirective: 'REPLACE', Tagging: 'b=2' }),
    )

    expect(await tagsOf('kept')).toEqual([{ Key: 'a', Value: '1' }])
    expect(await tagsOf('new')).toEqual([{ Key: 'b', Value: '2' }])
  })

  it('are of an object that is there', async () => {
    await expect(tagsOf('nowhere')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })

  const eleven = Array.from({ length: 11 }, (_, i) => ({ Key: `k${i}`, Value: 'v' }))
  it.each<[string, Tag[], string]>([
    ['more than ten', eleven, 'BadRequest'],
    ['a key twice', [...eleven.slice(0, 1), ...eleven.slice(0, 1)], 'InvalidTag'],
    ['an empty key', [{ Key: '', Value: 'v' }], 'InvalidTag'],
    ['a key of 129 characters', [{ Key: 'k'.repeat(129), Value: 'v' }], 'InvalidTag'],
    ['a value of 257 characters', [{ Key: 'k', Value: 'v'.repeat(257) }], 'InvalidTag'],
    ['a character that S3 does not take', [{ Key: 'k', Value: '<' }], 'InvalidTag'],
    ['a key of AWS’s own', [{ Key: 'aws:k', Value: 'v' }], 'InvalidTag'],
  ])('are refused for %s, and the old ones stay', async (_what, TagSet, name) => {
    await put('refused', 'old=1')

    await expect(
      client().send(new PutObjectTaggingCommand({ Bucket, Key: 'refused', Tagging: { TagSet } })),
    ).rejects.toMatchObject({ name })
    expect(await tagsOf('refused')).toEqual([{ Key: 'old', Value: '1' }])
  })

  it('are refused in a header that has a key twice, and nothing is stored', async () => {
    await expect(put('twice', 'a=1&a=2')).rejects.toMatchObject({ name: 'InvalidArgument' })
    await expect(tagsOf('twice')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })

  it.each([
    '<Tagging>',
    '<Other/>',
    '<Tagging/>',
    '<Tagging><TagSet><Tag/></TagSet></Tagging>',
    '',
  ])('are refused in the body %j', async (body) => {
    const { status, text } = await rawRequest(local().endpoint, {
      method: 'PUT',
      path: `/${Bucket}/at-once?tagging`,
      headers: { 'content-md5': createHash('md5').update(body).digest('base64') },
      body,
    })

    expect([status, text.includes('<Code>MalformedXML</Code>')]).toEqual([400, true])
  })
})

describe('the tags of a bucket', () => {
  it('are put, told and taken away', async () => {
    const tags = () => client().send(new GetBucketTaggingCommand({ Bucket }))
    await expect(tags()).rejects.toMatchObject({ name: 'NoSuchTagSet' })

    const TagSet = [{ Key: 'team', Value: 'ml' }]
    await client().send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }))
    expect((await tags()).TagSet).toEqual(TagSet)

    await client().send(new DeleteBucketTaggingCommand({ Bucket }))
    await expect(tags()).rejects.toMatchObject({ name: 'NoSuchTagSet' })
  })
})
