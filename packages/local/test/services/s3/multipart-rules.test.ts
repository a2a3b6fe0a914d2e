import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, it } from 'vitest'
import { rawRequest, s3Client, useLocal } from '../../support/with-local.ts'

const local = useLocal()
const Bucket = 'rules'
const client = () => s3Client(local())
const smallest = 5 * 1024 ** 2

beforeAll(async () => {
  await client().send(new CreateBucketCommand({ Bucket }))
})

async function begin(Key: string, more: object = {}, bucket = Bucket) {
  const order = { Bucket: bucket, Key, ...more }
  const { UploadId } = await client().send(new CreateMultipartUploadCommand(order))
  return { Bucket: bucket, Key, UploadId }
}
type Upload = Awaited<ReturnType<typeof begin>>

async function sendPart(upload: Upload, PartNumber: number, Body: string | Buffer) {
  const part = { ...upload, PartNumber, Body }
  const { ETag, ChecksumCRC32 } = await client().send(new UploadPartCommand(part))
  return { PartNumber, ETag, ChecksumCRC32 }
}

function complete(upload: Upload, Parts: object[], more: object = {}) {
  const order = { ...upload, MultipartUpload: { Parts }, ...more }
  return client().send(new CompleteMultipartUploadCommand(order))
}

async function read(Key: string, more: object = {}): Promise<string | undefined> {
  const { Body } = await client().send(new GetObjectCommand({ Bucket, Key, ...more }))
  return Body?.transformToString()
}

describe('parts', () => {
  it('are numbered from 1 to 10,000', async () => {
    const upload = await begin('numbers')
    await sendPart(upload, 10_000, 'last')

    for (const number of [0, 10_001, -1]) {
      await expect(sendPart(upload, number, 'x')).rejects.toMatchObject({ name: 'InvalidArgument' })
    }
    await expect(complete(upload, [])).rejects.toMatchObject({ name: 'MalformedXML' })
    const tooMany = Array.from({ length: 10_001 }, (_, i) => ({ PartNumber: i + 1, ETag: 'x' }))
    await expect(complete(upload, tooMany)).rejects.toMatchObject({ name: 'MalformedXML' })
  })

  it('replace an older one of their number', async () => {
    const upload = await begin('replaced')
    const older = await sendPart(upload, 1, 'older')
    const newer = await sendPart(upload, 1, 'newer')

    await expect(complete(upload, [older])).rejects.toMatchObject({ name: 'InvalidPart' })
    await complete(upload, [newer])

    expect(await read('replaced')).toBe('newer')
  })

  it('have the checksum for which the upload was begun, and the client tells it again', async () => {
    const upload = await begin('agreed', { ChecksumAlgorithm: 'CRC32' })
    const other = { ...upload, PartNumber: 1, Body: 'x', ChecksumAlgorithm: 'SHA1' as const }
    await expect(client().send(new UploadPartCommand(other))).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringContaining('Checksum Type mismatch'),
    })
    const { ChecksumCRC32, ...bare } = await sendPart(upload, 1, 'x')

    await expect(complete(upload, [bare])).rejects.toMatchObject({
      message: expect.stringContaining('missing for part 1'),
    })
    await expect(complete(upload, [{ ...bare, ChecksumCRC32 }])).resolves.toMatchObject({
      ChecksumCRC32: expect.stringMatching(/-1$/),
    })
  })

  it('from an object have that checksum as well', async () => {
    await client().send(new PutObjectCommand({ Bucket, Key: 'source', Body: 'bytes' }))
    const upload = await begin('copied', { ChecksumAlgorithm: 'CRC32' })
    const sent = await sendPart(upload, 2, 'bytes')

    const copy = { ...upload, PartNumber: 1, CopySource: `${Bucket}/source` }
    const { CopyPartResult } = await client().send(new UploadPartCopyCommand(copy))

    expect(CopyPartResult).toMatchObject({ ETag: sent.ETag, ChecksumCRC32: sent.ChecksumCRC32 })
  })

  it('are as long together as the client says', async () => {
    const upload = await begin('sized')
    const part = await sendPart(upload, 1, '12345')

    await expect(complete(upload, [part], { MpuObjectSize: 6 })).rejects.toMatchObject({
      name: 'InvalidRequest',
    })
    await complete(upload, [part], { MpuObjectSize: 5 })
  })

  it('are listed page by page', async () => {
    const upload = await begin('paged')
    for (const number of [3, 1, 2]) await sendPart(upload, number, `${number}`)

    const first = await client().send(new ListPartsCommand({ ...upload, MaxParts: 2 }))
    const PartNumberMarker = first.NextPartNumberMarker
    const second = await client().send(new ListPartsCommand({ ...upload, PartNumberMarker }))

    const numbers = [first, second].map(({ Parts }) => Parts?.map(({ PartNumber }) => PartNumber))
    expect(numbers).toEqual([[1, 2], [3]])
    expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false])
  })

  it('can be read one by one afterwards, and are told of', async () => {
    const upload = await begin('readable')
    const large = await sendPart(upload, 1, Buffer.alloc(smallest, 'a'))
    await complete(upload, [large, await sendPart(upload, 2, 'tail')])
    const object = { Bucket, Key: 'readable' }

    const head = await client().send(new HeadObjectCommand({ ...object, PartNumber: 2 }))
    const told = await client().send(
      new GetObjectAttributesCommand({
        ...object,
        ObjectAttributes: ['ObjectParts', 'ObjectSize', 'ETag', 'StorageClass'],
      }),
    )
    expect(await read('readable', { PartNumber: 2 })).toBe('tail')
    expect(head).toMatchObject({
      PartsCount: 2,
      ContentLength: 4,
      ContentRange: `bytes ${smallest}-${smallest + 3}/${smallest + 4}`,
    })
    await expect(read('readable', { PartNumber: 3 })).rejects.toMatchObject({
      name: 'InvalidPartNumber',
    })
    expect(told).toMatchObject({
      ObjectSize: smallest + 4,
      StorageClass: 'STANDARD',
      ETag: expect.stringMatching(/^[0-9a-f]{32}-2$/),
      ObjectParts: { TotalPartsCount: 2, Parts: [{ Size: smallest }, { Size: 4 }] },
    })
  })
})

describe('CompleteMultipartUpload', () => {
  it('answers a client that missed the answer with the same object', async () => {
    const upload = await begin('twice')
    const part = await sendPart(upload, 1, 'x')
    const first = await complete(upload, [part])

    const second = await complete(upload, [part])

    expect(second.ETag).toBe(first.ETag)
  })

  it('makes one object of an upload, whoever asks at the same time', async () => {
    const upload = await begin('race')
    const parts = [
      await sendPart(upload, 1, Buffer.alloc(smallest, 'a')),
      await sendPart(upload, 2, 'b'),
    ]

    const answers = await Promise.allSettled(
      Array.from({ length: 5 }, () => complete(upload, parts)),
    )

    const names = answers.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.name))
    expect(names).toContain('done')
    expect(names.filter((name) => name !== 'done' && name !== 'NoSuchUpload')).toEqual([])
    expect((await read('race'))?.length).toBe(smallest + 1)
  })

  it('writes only where the condition holds', async () => {
    await client().send(new PutObjectCommand({ Bucket, Key: 'taken', Body: 'older' }))
    const upload = await begin('taken')
    const part = await sendPart(upload, 1, 'newer')

    await expect(complete(upload, [part], { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    })
    expect(await read('taken')).toBe('older')
    await complete(upload, [part])
    expect(await read('taken')).toBe('newer')
  })

  it.each(['', 'text', '<CompleteMultipartUpload>', '<CompleteMultipartUpload/>', '<Other/>'])(
    'refuses the body %j and keeps the upload',
    async (body) => {
      const upload = await begin('malformed')
      const { status, text } = await rawRequest(local().endpoint, {
        method: 'POST',
        path: `/${Bucket}/malformed?uploadId=${upload.UploadId}`,
        headers: { 'content-length': body.length },
        body,
      })

      expect([status, text.includes('<Code>MalformedXML</Code>')]).toEqual([400, true])
      await expect(client().send(new ListPartsCommand(upload))).resolves.toBeDefined()
    },
  )
})

describe('ListMultipartUploads', () => {
  it('leads through all uploads by key and begin, without repeating any', async () => {
    const bucket = 'many-uploads'
    await client().send(new CreateBucketCommand({ Bucket: bucket }))
    const keys = ['b', 'a', 'dir/x', 'b', 'dir/y', 'ü +%']
    const ids = new Map<string | undefined, string>()
    for (const key of keys) ids.set((await begin(key, {}, bucket)).UploadId, key)

    const found: (string | undefined)[] = []
    const prefixes: (string | undefined)[] = []
    let marker: { KeyMarker?: string; UploadIdMarker?: string } = {}
    for (;;) {
      const order = { Bucket: bucket, MaxUploads: 1, Delimiter: '/', ...marker }
      const page = await client().send(new ListMultipartUploadsCommand(order))
      found.push(...(page.Uploads ?? []).map(({ UploadId }) => UploadId))
      prefixes.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix))
      if (page.IsTruncated !== true) break
      marker = {
        ...(page.NextKeyMarker && { KeyMarker: page.NextKeyMarker }),
        ...(page.NextUploadIdMarker && { UploadIdMarker: page.NextUploadIdMarker }),
      }
    }

    expect(found.map((id) => ids.get(id))).toEqual(['a', 'b', 'b', 'ü +%'])
    expect(new Set(found).size).toBe(4)
    expect(prefixes).toEqual(['dir/'])
    const below = { Bucket: bucket, Prefix: 'dir/', EncodingType: 'url' as const }
    const { Uploads } = await client().send(new ListMultipartUploadsCommand(below))
    expect(Uploads?.map(({ Key }) => Key)).toEqual(['dir/x', 'dir/y'])
  })
})
