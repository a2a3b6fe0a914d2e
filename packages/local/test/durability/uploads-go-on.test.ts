import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildCli, type CliServer, killCli, startCli } from '../support/cli-process.ts'
import { sha256 } from '../support/push-image.ts'

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
  const server = await startCli(folder, '--data', join(folder, dataDir))
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
