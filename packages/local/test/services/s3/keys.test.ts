import { createHash } from 'node:crypto'
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { rawRequest, s3Client, useLocal } from '../../support/with-local.ts'

const local = useLocal()
const Bucket = 'keys'
const client = () => s3Client(local())
const oddKeys = [
  'a b',
  'a+b',
  'a%20b',
  '%',
  '%zz',
  'ü/☃/𝒳',
  '../x',
  '..',
  'a/../b',
  '/leading',
  '//twice',
  'a//b',
  'dir/',
  'nul\0key',
  'line\r\nend',
  '!\'()*&=?#@:;,$<>"\\^`{|}~',
  'k'.repeat(1024),
  '☃'.repeat(341),
]

beforeAll(async () => {
  await client().send(new CreateBucketCommand({ Bucket }))
})

async function read(Key: string): Promise<string | undefined> {
  const { Body } = await client().send(new GetObjectCommand({ Bucket, Key }))
  return Body?.transformToString()
}

/** As clients write a key in an address; one that starts with a slash keeps it. */
const encoded = (key: string) => key.split('/').map(encodeURIComponent).join('/')

describe('a key', () => {
  it('is what it was when it is read, listed, copied and deleted, however it is spelt [G110]', async () => {
    for (const Key of oddKeys) {
      await client().send(new PutObjectCommand({ Bucket, Key, Body: Key }))
      const CopySource = `${Bucket}/${encoded(Key)}`
      if (Key.length < 1000 && Buffer.byteLength(Key) < 1000) {
        await client().send(new CopyObjectCommand({ Bucket, Key: `copy/${Key}`, CopySource }))
        expect(await read(`copy/${Key}`)).toBe(Key)
        await client().send(new DeleteObjectCommand({ Bucket, Key: `copy/${Key}` }))
      }
    }
    for (const Key of oddKeys) expect(await read(Key)).toBe(Key)

    const list = { Bucket, EncodingType: 'url' as const }
    const { Contents } = await client().send(new ListObjectsV2Command(list))
    const listed = Contents?.map(({ Key }) => decodeURIComponent(Key ?? '')).sort()
    expect(listed).toEqual([...oddKeys].sort())

    // XML has no way to name NUL.
    const Objects = oddKeys.filter((key) => !key.includes('\0')).map((Key) => ({ Key }))
    await client().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
    await client().send(new DeleteObjectCommand({ Bucket, Key: 'nul\0key' }))
    expect((await client().send(new ListObjectsV2Command(list))).KeyCount).toBe(0)
  })

  it('may be any text of up to 1024 bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }), async (Key) => {
        fc.pre(Buffer.byteLength(Key) <= 1024)
        await client().send(new PutObjectCommand({ Bucket, Key, Body: Key }))

        expect(await read(Key)).toBe(Key)
        await client().send(new DeleteObjectCommand({ Bucket, Key }))
      }),
      { numRuns: 40 },
    )
  })

  it('is refused when it is longer, also in characters of several bytes', async () => {
    for (const Key of ['k'.repeat(1025), '☃'.repeat(342)]) {
      await expect(
        client().send(new PutObjectCommand({ Bucket, Key, Body: 'x' })),
      ).rejects.toMatchObject({ name: 'KeyTooLongError' })
    }
  })

  it.each([
    ['no key', '<Object></Object>'],
    ['an empty key', '<Object><Key></Key></Object>'],
    ['nothing', ''],
  ])('has to be named by who deletes several: %s', async (_what, objects) => {
    const body = `<Delete>${objects}</Delete>`
    const { status, text } = await rawRequest(local().endpoint, {
      method: 'POST',
      path: `/${Bucket}?delete`,
      headers: { 'content-md5': createHash('md5').update(body).digest('base64') },
      body,
    })

    expect([status, text.includes('<Code>MalformedXML</Code>')]).toEqual([400, true])
  })
})

describe('buckets', () => {
  it('may have any name that S3 takes, and are listed page by page', async () => {
    const names = ['a.json', 'a.b', 'b-.c', `l${'o'.repeat(61)}g`, '1.2.3']
    for (const name of names) await client().send(new CreateBucketCommand({ Bucket: name }))

    const found: (string | undefined)[] = []
    let ContinuationToken: string | undefined
    do {
      const page = await client().send(new ListBucketsCommand({ MaxBuckets: 2, ContinuationToken }))
      found.push(...(page.Buckets ?? []).map(({ Name }) => Name))
      ContinuationToken = page.ContinuationToken
    } while (ContinuationToken !== undefined)

    expect(found).toEqual([...names, Bucket].sort())
    const { Buckets } = await client().send(new ListBucketsCommand({ Prefix: 'a.j' }))
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['a.json'])
  })

  it.each(['ab', `${'l'.repeat(64)}`, 'a_b', '-ab', 'ab-', '.ab', 'a..b', '1.2.3.4', 'AB'])(
    'are refused the name %s',
    async (name) => {
      const { text } = await rawRequest(local().endpoint, { method: 'PUT', path: `/${name}` })

      expect(text).toContain('<Code>InvalidBucketName</Code>')
    },
  )
})
