import { Readable } from 'node:stream'
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { rawRequest, s3Client, useLocal } from '../../support/with-local.ts'

const local = useLocal()
const Bucket = 'objects'
const client = () => s3Client(local())

beforeAll(async () => {
  await client().send(new CreateBucketCommand({ Bucket }))
})

async function read(Key: string, more: { Range?: string } = {}): Promise<Buffer> {
  const { Body } = await client().send(new GetObjectCommand({ Bucket, Key, ...more }))
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}

function put(Key: string, Body: string | Uint8Array) {
  return client().send(new PutObjectCommand({ Bucket, Key, Body }))
}

describe('PutObject and GetObject', () => {
  it('give a buffer back with its type, metadata and headers', async () => {
    await client().send(
      new PutObjectCommand({
        Bucket,
        Key: 'a/buffer.csv',
        Body: 'hello',
        ContentType: 'text/csv',
        CacheControl: 'no-store',
        Metadata: { origin: 'here' },
      }),
    )

    const head = await client().send(new HeadObjectCommand({ Bucket, Key: 'a/buffer.csv' }))
    expect((await read('a/buffer.csv')).toString()).toBe('hello')
    expect(head).toMatchObject({
      ContentLength: 5,
      ContentType: 'text/csv',
      CacheControl: 'no-store',
      Metadata: { origin: 'here' },
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
    })
  })

  it('store exactly the bytes of a stream, without its framing, and its CRC32 [G105]', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7) % 251))
    const Body = Readable.from([bytes.subarray(0, 99_999), bytes.subarray(99_999)])

    await client().send(
      new PutObjectCommand({
        Bucket,
        Key: 'stream',
        Body,
        ContentLength: bytes.length,
        ContentEncoding: 'identity',
      }),
    )

    const head = await client().send(
      new HeadObjectCommand({ Bucket, Key: 'stream', ChecksumMode: 'ENABLED' }),
    )
    expect((await read('stream')).equals(bytes)).toBe(true)
    expect(head.ContentEncoding).toBe('identity')
    expect(head.ChecksumCRC32).toMatch(/^[A-Za-z0-9+/]{6}==$/)
  })

  it('keep any bytes, the empty ones too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 5000 }),
        fc.boolean(),
        async (bytes, streamed) => {
          const Body = streamed ? Readable.from([bytes]) : bytes
          await client().send(
            new PutObjectCommand({ Bucket, Key: 'any', Body, ContentLength: bytes.length }),
          )

          expect((await read('any')).equals(bytes)).toBe(true)
        },
      ),
      { numRuns: 30 },
    )
  })

  it.each(['CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)('verify %s', async (algorithm) => {
    const sent = await client().send(
      new PutObjectCommand({ Bucket, Key: algorithm, Body: 'x', ChecksumAlgorithm: algorithm }),
    )

    expect(sent[`Checksum${algorithm}`]).toBeTypeOf('string')
    expect((await read(algorithm)).toString()).toBe('x')
  })

  it('replace an object as a whole', async () => {
    await put('twice', 'the first, longer body')
    await put('twice', 'second')

    expect((await read('twice')).toString()).toBe('second')
  })

  it('round-trip keys of every spelling and keep them out of the file system', async () => {
    const keys = ['../../x', '/etc/passwd', 'a//b', 'a b+c%2Fd', 'ü/☃/𝒳', '.', '..', 'q?&=#\'"<>']
    for (const key of keys) await put(key, key)

    for (const key of keys) expect((await read(key)).toString()).toBe(key)
  })

  it('refuse a key of more than 1024 bytes', async () => {
    await expect(put('k'.repeat(1025), 'x')).rejects.toMatchObject({ name: 'KeyTooLongError' })
  })
})

describe('GetObject', () => {
  it('answers a range with 206 and its place, and without the whole body’s checksum', async () => {
    await put('range', '0123456789')

    const answer = await client().send(
      new GetObjectCommand({ Bucket, Key: 'range', Range: 'bytes=2-4' }),
    )

    expect(answer.$metadata.httpStatusCode).toBe(206)
    expect(answer.ContentRange).toBe('bytes 2-4/10')
    expect(answer.ChecksumCRC32).toBeUndefined()
    expect(await answer.Body?.transformToString()).toBe('234')
    expect((await read('range', { Range: 'bytes=-3' })).toString()).toBe('789')
    expect((await read('range', { Range: 'bytes=7-' })).toString()).toBe('789')
    expect((await read('range', { Range: 'bytes=8-99' })).toString()).toBe('89')
  })

  it('answers 206 for a range that is there and 416 InvalidRange for one that is not [G108]', async () => {
    await put('range', '0123456789')
    const ask = (Range: string) =>
      rawRequest(local().endpoint, { path: `/${Bucket}/range`, headers: { Range } })

    const there = await ask('bytes=0-0')
    const notThere = await ask('bytes=10-11')

    expect([there.status, there.headers['content-range'], there.text]).toEqual([
      206,
      'bytes 0-0/10',
      '0',
    ])
    expect([notThere.status, notThere.headers['content-range']]).toEqual([416, 'bytes */10'])
    expect(notThere.text).toContain('<Code>InvalidRange</Code>')
  })

  it('answers conditions as HTTP has them', async () => {
    const { ETag } = await put('condition', 'x')
    const get = (condition: object) =>
      client().send(new GetObjectCommand({ Bucket, Key: 'condition', ...condition }))

    await expect(get({ IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    })
    await expect(get({ IfMatch: '"other"' })).rejects.toMatchObject({ name: 'PreconditionFailed' })
    await expect(get({ IfMatch: ETag })).resolves.toBeDefined()
    await expect(get({ IfModifiedSince: new Date(Date.now() + 60_000) })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    })
  })

  it('names a key and a bucket that are not there', async () => {
    await expect(read('nowhere')).rejects.toMatchObject({ name: 'NoSuchKey', Key: 'nowhere' })
    await expect(
      client().send(new GetObjectCommand({ Bucket: 'no-such-bucket', Key: 'x' })),
    ).rejects.toMatchObject({ name: 'NoSuchBucket' })
    await expect(
      client().send(new HeadObjectCommand({ Bucket, Key: 'nowhere' })),
    ).rejects.toMatchObject({ name: 'NotFound' })
  })

  it('takes headers for its answer from the URL, but none that would break it', async () => {
    await put('override', 'x')
    const ask = (query: string) =>
      rawRequest(local().endpoint, { path: `/${Bucket}/override?${query}` })

    const changed = await ask('response-content-type=text/plain')
    const broken = await ask('response-content-type=a%0d%0aSet-Cookie:b')

    expect(changed.headers['content-type']).toBe('text/plain')
    expect([broken.status, broken.headers['set-cookie']]).toEqual([400, undefined])
  })

  it('goes on with the old bytes when the object is replaced under way', async () => {
    const old = Buffer.alloc(8_000_000, 'old')
    await put('replaced', old)

    const answer = await client().send(new GetObjectCommand({ Bucket, Key: 'replaced' }))
    await put('replaced', 'new')
    const bytes = await answer.Body?.transformToByteArray()

    expect(Buffer.from(bytes ?? []).equals(old)).toBe(true)
  })
})

describe('CopyObject', () => {
  it('copies bytes, type and metadata, or takes new ones', async () => {
    const source = {
      Bucket,
      Key: 'from here/ü+',
      Body: 'body',
      ContentType: 'text/x',
      Metadata: { a: '1' },
    }
    await client().send(new PutObjectCommand(source))
    const CopySource = `${Bucket}/${encodeURIComponent(source.Key)}`

    await client().send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }))
    await client().send(
      new CopyObjectCommand({
        Bucket,
        Key: 'changed',
        CopySource,
        MetadataDirective: 'REPLACE',
        Metadata: { b: '2' },
      }),
    )

    const copy = await client().send(new HeadObjectCommand({ Bucket, Key: 'copy' }))
    const changed = await client().send(new HeadObjectCommand({ Bucket, Key: 'changed' }))
    expect((await read('copy')).toString()).toBe('body')
    expect(copy).toMatchObject({ ContentType: 'text/x', Metadata: { a: '1' } })
    expect(changed.Metadata).toEqual({ b: '2' })
  })

  it('refuses to copy an object onto itself unchanged', async () => {
    await put('self', 'x')
    await expect(
      client().send(new CopyObjectCommand({ Bucket, Key: 'self', CopySource: `${Bucket}/self` })),
    ).rejects.toMatchObject({ name: 'InvalidRequest' })
  })
})

describe('DeleteObject', () => {
  it('answers 204, also for a key that is not there', async () => {
    await put('gone', 'x')

    const first = await client().send(new DeleteObjectCommand({ Bucket, Key: 'gone' }))
    const second = await client().send(new DeleteObjectCommand({ Bucket, Key: 'gone' }))

    expect([first, second].map(({ $metadata }) => $metadata.httpStatusCode)).toEqual([204, 204])
    await expect(read('gone')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })
})
