import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr'
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LocalSageMaker, startLocalSageMaker } from '../../src/index.ts'
import { pushImage, pushLayer } from '../support/push-image.ts'
import { mountSmallDisk } from '../support/small-disk.ts'
import { clientConfig, s3Client } from '../support/with-local.ts'

const disk = mountSmallDisk()
const folder = disk?.folder ?? ''
const Bucket = 'bucket'
const megabyte = 1024 ** 2
let local: LocalSageMaker

const s3 = () => s3Client(local)
const ecr = () => new ECRClient(clientConfig(local))
const put = (Key: string, Body: string | Buffer) =>
  s3().send(new PutObjectCommand({ Bucket, Key, Body }))

async function read(Key: string): Promise<Buffer> {
  const { Body } = await s3().send(new GetObjectCommand({ Bucket, Key }))
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}

const diskFull = {
  message: expect.stringContaining('disk'),
  $metadata: expect.objectContaining({ httpStatusCode: 500 }),
}

describe.skipIf(disk === undefined)('a full disk', () => {
  beforeEach(async () => {
    local = await startLocalSageMaker({ dataDir: join(folder, 'data') })
    await s3().send(new CreateBucketCommand({ Bucket }))
  })
  afterEach(async () => {
    await local.close()
    rmSync(join(folder, 'data'), { recursive: true, force: true })
    disk?.empty()
  })
  afterAll(() => disk?.unmount())

  it('is an error of S3, after which all is as it was and goes on when there is room', async () => {
    await put('kept', 'older')
    disk?.fill()

    for (const body of [Buffer.alloc(megabyte), 'newer']) {
      await expect(put('kept', body)).rejects.toMatchObject({ name: 'InternalError', ...diskFull })
    }
    const Tagging = { TagSet: [{ Key: 'a', Value: 'b' }] }
    await expect(
      s3().send(new PutObjectTaggingCommand({ Bucket, Key: 'kept', Tagging })),
    ).rejects.toMatchObject(diskFull)
    await expect(s3().send(new CreateBucketCommand({ Bucket: 'another' }))).rejects.toMatchObject(
      diskFull,
    )
    expect((await read('kept')).toString()).toBe('older')
    expect(readdirSync(join(folder, 'data/scratch')).filter((name) => name !== 'work')).toEqual([])
    disk?.empty()

    const files = readdirSync(join(folder, 'data/s3/bucket-bucket'))
    await put('kept', 'newer')
    await s3().send(new CreateBucketCommand({ Bucket: 'another' }))
    expect(files).toHaveLength(2)
    expect((await read('kept')).toString()).toBe('newer')
  })

  it('leaves an upload in parts as far as it was', async () => {
    const order = { Bucket, Key: 'in-parts' }
    const { UploadId } = await s3().send(new CreateMultipartUploadCommand(order))
    const part = (PartNumber: number, Body: Buffer) =>
      s3().send(new UploadPartCommand({ ...order, UploadId, PartNumber, Body }))
    const { ETag } = await part(1, Buffer.alloc(5 * megabyte, 'part'))
    disk?.fill()

    await expect(part(2, Buffer.alloc(megabyte))).rejects.toMatchObject(diskFull)
    const complete = new CompleteMultipartUploadCommand({
      ...order,
      UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
    })
    await expect(s3().send(complete)).rejects.toMatchObject(diskFull)
    disk?.empty()

    const { Parts } = await s3().send(new ListPartsCommand({ ...order, UploadId }))
    await s3().send(complete)
    expect(Parts).toHaveLength(1)
    expect((await read('in-parts')).equals(Buffer.alloc(5 * megabyte, 'part'))).toBe(true)
  })

  it('leaves repositories and uploads of layers as they were', async () => {
    const repositoryName = 'team/full'
    await ecr().send(new CreateRepositoryCommand({ repositoryName }))
    await pushImage(ecr(), repositoryName, 'before')
    const begun = await fetch(`${local.endpoint}/v2/${repositoryName}/blobs/uploads/`, {
      method: 'POST',
    })
    const location = `${local.endpoint}${begun.headers.get('location')}`
    disk?.fill()

    const refused = await fetch(location, { method: 'PATCH', body: Buffer.alloc(megabyte, 'x') })
    const { status } = refused
    await expect(pushLayer(ecr(), repositoryName, Buffer.from('new'))).rejects.toMatchObject(
      diskFull,
    )
    await expect(
      ecr().send(new CreateRepositoryCommand({ repositoryName: 'none' })),
    ).rejects.toMatchObject(diskFull)
    disk?.empty()

    const range = (await fetch(location)).headers.get('range') ?? ''
    const received = Number(range.slice(2))
    const rest = Buffer.alloc(megabyte, 'x').subarray(received === 0 ? 0 : received + 1)
    const sent = await fetch(location, { method: 'PATCH', body: rest })
    await pushImage(ecr(), repositoryName, 'after')
    await ecr().send(new CreateRepositoryCommand({ repositoryName: 'none' }))
    const { imageDetails } = await ecr().send(new DescribeImagesCommand({ repositoryName }))
    expect([status, sent.status, sent.headers.get('range')]).toEqual([
      500,
      202,
      `0-${megabyte - 1}`,
    ])
    expect(imageDetails?.map(({ imageTags }) => imageTags?.[0]).sort()).toEqual(['after', 'before'])
  })
})
