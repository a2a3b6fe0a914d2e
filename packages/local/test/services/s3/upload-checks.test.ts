import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { crc32 } from 'node:zlib'
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, it } from 'vitest'
import { rawRequest, s3Client, useLocal } from '../../support/with-local.ts'

const local = useLocal()
const Bucket = 'checks'
const client = () => s3Client(local())
const crcOfHello = 'NhCmhg=='

beforeAll(async () => {
  await client().send(new CreateBucketCommand({ Bucket }))
})

function put(key: string, headers: Record<string, string>, body: string) {
  return rawRequest(local().endpoint, { method: 'PUT', path: `/${Bucket}/${key}`, headers, body })
}

async function isStored(Key: string): Promise<boolean> {
  return client()
    .send(new HeadObjectCommand({ Bucket, Key }))
    .then(
      () => true,
      () => false,
    )
}

const trailerHeaders = {
  'content-encoding': 'aws-chunked',
  'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'x-amz-decoded-content-length': '5',
  'x-amz-trailer': 'x-amz-checksum-crc32',
}

describe('what a client says of its bytes', () => {
  it('is verified in a header: a wrong CRC32 is BadDigest and nothing is stored [G106]', async () => {
    const answer = await put('wrong-header', { 'x-amz-checksum-crc32': 'AAAAAA==' }, 'hello')

    expect(answer.status).toBe(400)
    expect(answer.text).toContain('<Code>BadDigest</Code>')
    expect(await isStored('wrong-header')).toBe(false)
  })

  it('is verified in a trailer, as a stream has it [G106]', async () => {
    const framed = (crc: string) => `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${crc}\r\n\r\n`

    const right = await put('right-trailer', trailerHeaders, framed(crcOfHello))
    const wrong = await put('wrong-trailer', trailerHeaders, framed('AAAAAA=='))

    expect([right.status, right.headers['x-amz-checksum-crc32']]).toEqual([200, crcOfHello])
    expect([wrong.status, wrong.text.includes('BadDigest')]).toEqual([400, true])
    expect(await isStored('wrong-trailer')).toBe(false)
  })

  it('leaves an older object in its place when it is wrong', async () => {
    await put('kept', {}, 'older')
    await put('kept', { 'x-amz-checksum-crc32': 'AAAAAA==' }, 'newer')

    const { Body } = await client().send(new GetObjectCommand({ Bucket, Key: 'kept' }))
    expect(await Body?.transformToString()).toBe('older')
  })

  it.each([
    [
      'Content-MD5',
      { 'content-md5': createHash('md5').update('other').digest('base64') },
      'BadDigest',
    ],
    ['a malformed Content-MD5', { 'content-md5': 'abc' }, 'InvalidDigest'],
    [
      'the payload’s SHA-256',
      { 'x-amz-content-sha256': '0'.repeat(64) },
      'XAmzContentSHA256Mismatch',
    ],
    [
      'two checksums',
      { 'x-amz-checksum-crc32': crcOfHello, 'x-amz-checksum-sha1': 'x' },
      'InvalidRequest',
    ],
    ['an unknown algorithm', { 'x-amz-checksum-crc7': 'x' }, 'InvalidRequest'],
    [
      'a promised checksum that is not there',
      { 'x-amz-sdk-checksum-algorithm': 'CRC32' },
      'InvalidRequest',
    ],
  ])('is refused for %s', async (_what, headers, code) => {
    const answer = await put('refused', headers as Record<string, string>, 'hello')

    expect(answer.status).toBe(400)
    expect(answer.text).toContain(`<Code>${code}</Code>`)
    expect(await isStored('refused')).toBe(false)
  })
})

describe('an aws-chunked body', () => {
  it('is taken in the signed form, chunk by chunk and with trailers', async () => {
    const signature = `chunk-signature=${'a'.repeat(64)}`
    const headers = {
      ...trailerHeaders,
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
    }
    const body =
      `3;${signature}\r\nhel\r\n2;${signature}\r\nlo\r\n0;${signature}\r\n` +
      `x-amz-checksum-crc32:${crcOfHello}\r\nx-amz-trailer-signature:${'b'.repeat(64)}\r\n\r\n`

    const answer = await put('signed', headers, body)

    const { Body, ContentEncoding } = await client().send(
      new GetObjectCommand({ Bucket, Key: 'signed' }),
    )
    expect(answer.status).toBe(200)
    expect(await Body?.transformToString()).toBe('hello')
    expect(ContentEncoding).toBeUndefined()
  })

  it.each([
    ['ends in the middle of a chunk', 'a\r\nhello'],
    ['has a chunk longer than its header says', '3\r\nhello\r\n0\r\n\r\n'],
    ['has no sizes', 'hello'],
    ['is shorter than the client promised', '4\r\nhell\r\n0\r\n\r\n'],
    ['lacks the promised trailer', '5\r\nhello\r\n0\r\n\r\n'],
  ])('stores nothing when it %s', async (_what, body) => {
    const answer = await put('broken', trailerHeaders, body)

    expect(answer.status).toBe(400)
    expect(answer.text).toMatch(/<Code>(IncompleteBody|InvalidRequest)<\/Code>/)
    expect(await isStored('broken')).toBe(false)
  })
})

describe('an upload that breaks off', () => {
  it('stores nothing and leaves the server well', async () => {
    const { hostname, port } = new URL(local().endpoint)
    const socket = connect(Number(port), hostname)
    socket.write(`PUT /${Bucket}/cut HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nhello`)
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve())
      socket.end(() => socket.destroy())
    })

    await client().send(new PutObjectCommand({ Bucket, Key: 'after', Body: 'x' }))
    expect(await isStored('cut')).toBe(false)
    expect(await isStored('after')).toBe(true)
  })
})

it('knows the CRC32 that these tests take for granted', () => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32('hello'))
  expect(bytes.toString('base64')).toBe(crcOfHello)
})
