import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, it } from 'vitest'
import { rawRequest, s3Client, useLocal } from '../../support/with-local.ts'

const local = useLocal()
const client = () => s3Client(local())
const manyKeys = Array.from({ length: 1205 }, (_, i) => `many/${String(i).padStart(4, '0')}`)
const oddKeys = [
  'a b',
  'a+b',
  'a%20b',
  'é',
  '𝒳',
  '\uffee',
  'line\nend',
  '<&>',
  'dir/x',
  'dir/y',
  'z',
]

beforeAll(async () => {
  for (const Bucket of ['many', 'odd']) await client().send(new CreateBucketCommand({ Bucket }))
  await store('many', manyKeys)
  await store('odd', oddKeys)
})

async function store(Bucket: string, keys: readonly string[]): Promise<void> {
  const s3 = client()
  await Promise.all(keys.map((Key) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))))
}

describe('ListObjectsV2', () => {
  it('leads through more than 1000 keys in order', async () => {
    const pages: string[][] = []
    for await (const page of paginateListObjectsV2({ client: client() }, { Bucket: 'many' })) {
      pages.push((page.Contents ?? []).map(({ Key }) => Key ?? ''))
    }

    expect(pages.map((page) => page.length)).toEqual([1000, 205])
    expect(pages.flat()).toEqual(manyKeys)
  })

  it('leads through common prefixes without repeating any [G109]', async () => {
    const seen: string[] = []
    let ContinuationToken: string | undefined
    do {
      const page = await client().send(
        new ListObjectsV2Command({
          Bucket: 'many',
          Prefix: 'many/',
          Delimiter: '00',
          MaxKeys: 100,
          EncodingType: 'url',
          ContinuationToken,
        }),
      )
      expect(page.KeyCount).toBeLessThanOrEqual(100)
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''))
      seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ''))
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken !== undefined)

    const expected = new Set(
      manyKeys.map((key) => {
        const cut = key.indexOf('00', 'many/'.length)
        return cut < 0 ? key : key.slice(0, cut + 2)
      }),
    )
    expect(seen.length).toBe(expected.size)
    expect(new Set(seen)).toEqual(expected)
  })

  it('groups keys by the delimiter', async () => {
    const page = await client().send(new ListObjectsV2Command({ Bucket: 'odd', Delimiter: '/' }))

    expect(page.CommonPrefixes).toEqual([{ Prefix: 'dir/' }])
    expect(page.Contents?.map(({ Key }) => Key)).not.toContain('dir/x')
    expect(page.KeyCount).toBe(oddKeys.length - 1)
  })

  it('gives every key as it was stored, in the order of its UTF-8 bytes', async () => {
    const { Contents } = await client().send(new ListObjectsV2Command({ Bucket: 'odd' }))

    const inOrder = [...oddKeys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(Contents?.map(({ Key }) => Key)).toEqual(inOrder)
  })

  it('encodes keys for clients that ask for it', async () => {
    const { Contents, EncodingType } = await client().send(
      new ListObjectsV2Command({ Bucket: 'odd', EncodingType: 'url' }),
    )

    expect(EncodingType).toBe('url')
    expect(Contents?.map(({ Key }) => decodeURIComponent(Key ?? '')).sort()).toEqual(
      [...oddKeys].sort(),
    )
    expect(Contents?.map(({ Key }) => Key)).toContain('a%2Bb')
  })

  it('starts after a key, and ends at the asked number', async () => {
    const page = await client().send(
      new ListObjectsV2Command({ Bucket: 'many', StartAfter: 'many/0100', MaxKeys: 2 }),
    )

    expect(page.Contents?.map(({ Key }) => Key)).toEqual(['many/0101', 'many/0102'])
    expect(page.IsTruncated).toBe(true)
  })

  it('has no next page after one of no keys', async () => {
    const page = await client().send(new ListObjectsV2Command({ Bucket: 'many', MaxKeys: 0 }))

    expect([page.KeyCount, page.IsTruncated]).toEqual([0, false])
  })

  it.each([
    ['max-keys=x', 'InvalidArgument'],
    ['continuation-token=%25', 'InvalidArgument'],
    ['encoding-type=base64', 'InvalidArgument'],
  ])('refuses %s', async (query, code) => {
    const { status, text } = await rawRequest(local().endpoint, {
      path: `/odd?list-type=2&${query}`,
    })

    expect([status, text.includes(`<Code>${code}</Code>`)]).toEqual([400, true])
  })
})

describe('ListObjects', () => {
  it('leads from marker to marker', async () => {
    const first = await client().send(
      new ListObjectsCommand({ Bucket: 'many', Delimiter: '1', MaxKeys: 3 }),
    )
    const second = await client().send(
      new ListObjectsCommand({ Bucket: 'many', Delimiter: '1', Marker: first.NextMarker }),
    )

    expect(first.IsTruncated).toBe(true)
    expect(second.CommonPrefixes?.[0]?.Prefix).toBe('many/001')
  })
})

describe('DeleteObjects', () => {
  it('deletes a thousand keys at once', async () => {
    await client().send(new CreateBucketCommand({ Bucket: 'cleared' }))
    await store('cleared', oddKeys)

    const Objects = [...oddKeys, ...manyKeys.slice(0, 1000 - oddKeys.length)].map((Key) => ({
      Key,
    }))
    const { Deleted } = await client().send(
      new DeleteObjectsCommand({ Bucket: 'cleared', Delete: { Objects } }),
    )

    const { KeyCount } = await client().send(new ListObjectsV2Command({ Bucket: 'cleared' }))
    expect(Deleted?.length).toBe(1000)
    expect(KeyCount).toBe(0)
  })

  it('says nothing of what it deleted when it is to be quiet', async () => {
    const { Deleted } = await client().send(
      new DeleteObjectsCommand({ Bucket: 'odd', Delete: { Objects: [{ Key: '-' }], Quiet: true } }),
    )

    expect(Deleted).toBeUndefined()
  })

  it.each([
    ['no checksum', {}, '<Delete><Object><Key>z</Key></Object></Delete>', 'InvalidRequest'],
    ['broken XML', { 'x-amz-checksum-crc32': 'PrBzIA==' }, '<Delete><Object>', 'BadDigest'],
  ])('refuses %s', async (_what, headers, body, code) => {
    const { status, text } = await rawRequest(local().endpoint, {
      method: 'POST',
      path: '/odd?delete',
      headers: headers as Record<string, string>,
      body,
    })

    expect([status, text.includes(`<Code>${code}</Code>`)]).toEqual([400, true])
  })

  it('refuses more than a thousand keys', async () => {
    const Objects = manyKeys.slice(0, 1001).map((Key) => ({ Key }))

    await expect(
      client().send(new DeleteObjectsCommand({ Bucket: 'many', Delete: { Objects } })),
    ).rejects.toMatchObject({ name: 'MalformedXML' })
  })
})
