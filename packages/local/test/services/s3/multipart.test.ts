import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { s3Client, useLocal } from '../../support/with-local.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'byo-multipart-test-'))
const local = useLocal({ dataDir })
const Bucket = 'parts'
const client = () => s3Client(local())
const megabyte = 1024 ** 2

beforeAll(async () => {
  await client().send(new CreateBucketCommand({ Bucket }))
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

function pattern(size: number): Buffer {
  return Buffer.from(Uint32Array.from({ length: size / 4 }, (_, i) => i * 2_654_435_761).buffer)
}

async function read(Key: string): Promise<Buffer> {
  const { Body } = await client().send(new GetObjectCommand({ Bucket, Key }))
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}

async function begin(Key: string, more: object = {}): Promise<string> {
  const answer = await client().send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))
  return answer.UploadId ?? ''
}

async function sendPart(Key: string, UploadId: string, PartNumber: number, Body: Buffer) {
  const { ETag, ChecksumCRC32 } = await client().send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }),
  )
  return { PartNumber, ETag, ChecksumCRC32 }
}

describe('an upload in parts', () => {
  it('is what lib-storage makes of a stream of 40 MB, four parts at a time [G107]', async () => {
    const bytes = pattern(40 * megabyte)

    await new Upload({
      client: client(),
      params: { Bucket, Key: 'by-lib-storage', Body: Readable.from([bytes]), ContentType: 'a/b' },
    }).done()

    const head = await client().send(new HeadObjectCommand({ Bucket, Key: 'by-lib-storage' }))
    expect((await read('by-lib-storage')).equals(bytes)).toBe(true)
    expect(head.ETag).toMatch(/^"[0-9a-f]{32}-8"$/)
    expect(head.ContentType).toBe('a/b')
  })

  it('is put together by number, however its parts arrive', async () => {
    const bytes = pattern(11 * megabyte)
    const UploadId = await begin('out-of-order', { ChecksumAlgorithm: 'CRC32' })
    const slices = [bytes.subarray(0, 5 * megabyte), bytes.subarray(5 * megabyte, 10 * megabyte)]

    const third = await sendPart('out-of-order', UploadId, 7, bytes.subarray(10 * megabyte))
    const [second, first] = await Promise.all([
      sendPart('out-of-order', UploadId, 3, slices[1] as Buffer),
      sendPart('out-of-order', UploadId, 1, slices[0] as Buffer),
    ])
    const done = await client().send(
      new CompleteMultipartUploadCommand({
        Bucket,
        Key: 'out-of-order',
        UploadId,
        MultipartUpload: { Parts: [first, second, third] },
      }),
    )

    expect((await read('out-of-order')).equals(bytes)).toBe(true)
    expect(done.ChecksumCRC32).toMatch(/-3$/)
  })

  it('has the checksum of all its bytes when the client asks for that', async () => {
    const bytes = pattern(6 * megabyte)
    const more = { ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'FULL_OBJECT' } as const
    const UploadId = await begin('whole', more)
    const send = (PartNumber: number, Body: Buffer) =>
      client().send(
        new UploadPartCommand({
          Bucket,
          Key: 'whole',
          UploadId,
          PartNumber,
          Body,
          ChecksumAlgorithm: 'CRC64NVME',
        }),
      )
    const parts = [
      await send(1, bytes.subarray(0, 5 * megabyte)),
      await send(2, bytes.subarray(5 * megabyte)),
    ]
    await client().send(
      new CompleteMultipartUploadCommand({
        Bucket,
        Key: 'whole',
        UploadId,
        MultipartUpload: { Parts: parts.map(({ ETag }, i) => ({ ETag, PartNumber: i + 1 })) },
      }),
    )

    const alone = await client().send(
      new PutObjectCommand({ Bucket, Key: 'alone', Body: bytes, ChecksumAlgorithm: 'CRC64NVME' }),
    )
    const head = await client().send(
      new HeadObjectCommand({ Bucket, Key: 'whole', ChecksumMode: 'ENABLED' }),
    )
    expect(head.ChecksumCRC64NVME).toBe(alone.ChecksumCRC64NVME)
    expect(head.ChecksumType).toBe('FULL_OBJECT')
  })

  it('lists its parts, and is listed', async () => {
    const UploadId = await begin('listed')
    await sendPart('listed', UploadId, 2, Buffer.from('two'))
    await sendPart('listed', UploadId, 1, Buffer.from('one'))

    const parts = await client().send(new ListPartsCommand({ Bucket, Key: 'listed', UploadId }))
    const uploads = await client().send(new ListMultipartUploadsCommand({ Bucket }))
    expect(parts.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, 3],
      [2, 3],
    ])
    expect(uploads.Uploads?.map((upload) => upload.UploadId)).toContain(UploadId)
  })

  it('takes parts from objects that are there', async () => {
    await client().send(new PutObjectCommand({ Bucket, Key: 'source', Body: '0123456789' }))
    const UploadId = await begin('copied')
    const { CopyPartResult } = await client().send(
      new UploadPartCopyCommand({
        Bucket,
        Key: 'copied',
        UploadId,
        PartNumber: 1,
        CopySource: `${Bucket}/source`,
        CopySourceRange: 'bytes=3-5',
      }),
    )
    await client().send(
      new CompleteMultipartUploadCommand({
        Bucket,
        Key: 'copied',
        UploadId,
        MultipartUpload: { Parts: [{ ETag: CopyPartResult?.ETag, PartNumber: 1 }] },
      }),
    )

    expect((await read('copied')).toString()).toBe('345')
  })

  it('frees its parts when it is aborted [G107]', async () => {
    const filesBefore = readdirSync(join(dataDir, 's3-uploads')).length
    const UploadId = await begin('aborted')
    await sendPart('aborted', UploadId, 1, Buffer.from('one'))
    expect(readdirSync(join(dataDir, 's3-uploads')).length).toBe(filesBefore + 1)

    await client().send(new AbortMultipartUploadCommand({ Bucket, Key: 'aborted', UploadId }))

    expect(readdirSync(join(dataDir, 's3-uploads')).length).toBe(filesBefore)
    await expect(
      client().send(new ListPartsCommand({ Bucket, Key: 'aborted', UploadId })),
    ).rejects.toMatchObject({ name: 'NoSuchUpload' })
  })
})

describe('CompleteMultipartUpload', () => {
  const complete = (Key: string, UploadId: string, Parts: object[]) =>
    client().send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    )

  it('refuses parts that are small, unknown, changed or out of order', async () => {
    const UploadId = await begin('refused')
    const one = await sendPart('refused', UploadId, 1, Buffer.from('one'))
    const two = await sendPart('refused', UploadId, 2, Buffer.from('two'))

    const attempts: [object[], string][] = [
      [[one, two], 'EntityTooSmall'],
      [[two, one], 'InvalidPartOrder'],
      [[one, { PartNumber: 3, ETag: one.ETag }], 'InvalidPart'],
      [[{ PartNumber: 3, ETag: one.ETag }], 'InvalidPart'],
      [[{ PartNumber: 1, ETag: two.ETag }], 'InvalidPart'],
      [[], 'MalformedXML'],
    ]
    for (const [parts, name] of attempts) {
      await expect(complete('refused', UploadId, parts)).rejects.toMatchObject({ name })
    }
    await expect(complete('refused', 'no-such-id', [one])).rejects.toMatchObject({
      name: 'NoSuchUpload',
    })
    await expect(complete('refused', UploadId, [one])).resolves.toBeDefined()
  })
})
