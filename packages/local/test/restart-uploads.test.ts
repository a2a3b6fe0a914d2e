import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import {
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  ECRClient,
  InitiateLayerUploadCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildCli, type CliServer, killCli, startCli } from './support/cli-process.ts'
import { sha256 } from './support/push-image.ts'

const Bucket = 'bucket'
const mebibyte = 1024 ** 2
let folder = ''
const servers: CliServer[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'byo-restart-uploads-test-'))
  await buildCli(folder)
})
afterAll(() => {
  for (const { child } of servers) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** A server with a data folder, and clients of it. */
async function start(dataDir: string) {
  const server = await startCli(folder, '--data-dir', join(folder, dataDir))
  servers.push(server)
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const config = { endpoint: server.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 }
  return { server, s3: new S3Client(config), ecr: new ECRClient(config) }
}

async function read(s3: S3Client, Key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}

describe('uploads under way when the server is killed', () => {
  it('go on in parts: an object’s', async () => {
    const first = await start('parts')
    await first.s3.send(new CreateBucketCommand({ Bucket }))
    const Metadata = { a: 'b' }
    const begin = new CreateMultipartUploadCommand({ Bucket, Key: 'key', Metadata })
    const { UploadId } = await first.s3.send(begin)
    const bytes = randomBytes(11 * mebibyte)
    const parts = [0, 1, 2].map((at) => bytes.subarray(at * 5 * mebibyte, (at + 1) * 5 * mebibyte))
    const place = { Bucket, Key: 'key', UploadId }
    for (const PartNumber of [2, 1]) {
      const Body = parts[PartNumber - 1]
      await first.s3.send(new UploadPartCommand({ ...place, PartNumber, Body }))
    }
    await killCli(first.server)

    const { server, s3 } = await start('parts')
    await s3.send(new UploadPartCommand({ ...place, PartNumber: 3, Body: parts[2] }))
    const { Parts = [] } = await s3.send(new ListPartsCommand(place))
    expect(Parts.map(({ PartNumber }) => PartNumber)).toEqual([1, 2, 3])
    await s3.send(new CompleteMultipartUploadCommand({ ...place, MultipartUpload: { Parts } }))
    expect((await read(s3, 'key')).equals(bytes)).toBe(true)
    const { Metadata: kept } = await s3.send(new GetObjectCommand({ Bucket, Key: 'key' }))
    expect(kept).toEqual(Metadata)
    await killCli(server)
  })

  it('can be aborted after the next start, and leave nothing', async () => {
    const first = await start('aborted')
    await first.s3.send(new CreateBucketCommand({ Bucket }))
    const { UploadId } = await first.s3.send(
      new CreateMultipartUploadCommand({ Bucket, Key: 'key' }),
    )
    const place = { Bucket, Key: 'key', UploadId }
    await first.s3.send(new UploadPartCommand({ ...place, PartNumber: 1, Body: 'a part' }))
    await killCli(first.server)

    const { server, s3 } = await start('aborted')
    await s3.send(new AbortMultipartUploadCommand(place))
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }))
    expect(Uploads).toEqual([])
    expect(readdirSync(join(folder, 'aborted/s3-uploads'))).toEqual([])
    await killCli(server)
  })

  it('go on in parts: a layer’s', async () => {
    const first = await start('layers')
    const repositoryName = 'repository'
    await first.ecr.send(new CreateRepositoryCommand({ repositoryName }))
    const begin = new InitiateLayerUploadCommand({ repositoryName })
    const { uploadId } = await first.ecr.send(begin)
    const layer = randomBytes(7 * mebibyte)
    const part = (partFirstByte: number, end: number) =>
      new UploadLayerPartCommand({
        repositoryName,
        uploadId,
        partFirstByte,
        partLastByte: end - 1,
        layerPartBlob: layer.subarray(partFirstByte, end),
      })
    await first.ecr.send(part(0, 5 * mebibyte))
    await killCli(first.server)

    const { server, ecr } = await start('layers')
    await ecr.send(part(5 * mebibyte, layer.length))
    const layerDigests = [sha256(layer)]
    const complete = { repositoryName, uploadId, layerDigests }
    const { layerDigest } = await ecr.send(new CompleteLayerUploadCommand(complete))
    expect(layerDigest).toBe(layerDigests[0])
    expect(readdirSync(join(folder, 'layers/ecr/uploads'))).toEqual([])
    await killCli(server)
  })
})

describe('a server that is killed while objects are written', () => {
  it('has every byte that it has acknowledged, and no file that nobody knows', async () => {
    const first = await start('objects')
    await first.s3.send(new CreateBucketCommand({ Bucket }))
    await killCli(first.server)
    /** The digest of what a key is to hold, undefined for one that was deleted, as far as it was acknowledged. */
    const known = new Map<string, string | undefined>()
    for (let round = 0; round < 6; round += 1) {
      const { server, s3 } = await start('objects')
      for (const [key, digest] of known)
        expect([key, await digestOf(s3, key)]).toEqual([key, digest])
      expect(await blobsOnDisk('objects')).toBe(await countObjects(s3))
      const lanes = [0, 1, 2, 3].map((lane) => write(s3, `lane-${lane}`, known))
      await delay(30 + round * 40)
      await killCli(server)
      await Promise.all(lanes)
    }
    expect(known.size).toBeGreaterThan(0)
  })
})

/** Puts, overwrites, copies and deletes a few keys until the server is gone; notes what was acknowledged. */
async function write(s3: S3Client, prefix: string, known: Map<string, string | undefined>) {
  try {
    for (let i = 0; ; i += 1) {
      const Key = `${prefix}/${i % 5}`
      const Body = randomBytes(1 + (i % 7) * 20_000)
      known.delete(Key)
      await s3.send(new PutObjectCommand({ Bucket, Key, Body }))
      known.set(Key, sha256(Body))
      if (i % 3 === 0) {
        known.delete(`${Key}-copy`)
        const copy = { Bucket, Key: `${Key}-copy`, CopySource: `${Bucket}/${Key}` }
        await s3.send(new CopyObjectCommand(copy))
        known.set(`${Key}-copy`, sha256(Body))
      }
      if (i % 4 === 0) {
        known.delete(Key)
        await s3.send(new DeleteObjectCommand({ Bucket, Key }))
        known.set(Key, undefined)
      }
    }
  } catch (error) {
    // The server is gone; what it answers itself would be a failure of the test.
    if (error instanceof S3ServiceException) throw error
  }
}

async function digestOf(s3: S3Client, key: string): Promise<string | undefined> {
  try {
    return sha256(await read(s3, key))
  } catch (error) {
    if ((error as Error).name === 'NoSuchKey') return undefined
    throw error
  }
}

async function countObjects(s3: S3Client): Promise<number> {
  return (await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount ?? 0
}

/** Files with bytes, also those that are only on their way. */
async function blobsOnDisk(dataDir: string): Promise<number> {
  const files = ['s3', 'scratch', 's3-uploads'].flatMap((name) =>
    readdirSync(join(folder, dataDir, name), { recursive: true, withFileTypes: true }),
  )
  return files.filter((file) => file.isFile() && !file.name.endsWith('.json')).length
}
