import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, get, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BatchGetImageCommand, CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr'
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  isLocalError,
  type LocalErrorCode,
  type LocalSageMaker,
  type LocalSageMakerOptions,
  startLocalSageMaker,
} from '../src/index.ts'
import { pushImage } from './support/push-image.ts'
import { clientConfig, s3Client } from './support/with-local.ts'

const started: LocalSageMaker[] = []
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'byo-start-test-'))
  // Tests that run beside this one have temporary folders of their own.
  mkdirSync(join(folder, 'tmp'))
  vi.stubEnv('TMPDIR', join(folder, 'tmp'))
})
afterEach(async () => {
  await Promise.all(started.splice(0).map((local) => local.close()))
})
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

async function start(options: LocalSageMakerOptions = {}): Promise<LocalSageMaker> {
  const local = await startLocalSageMaker(options)
  started.push(local)
  return local
}

function failureOf(options: LocalSageMakerOptions): Promise<unknown> {
  return startLocalSageMaker(options).then(
    (local) => local.close(),
    (error: unknown) => error,
  )
}

function temporaryFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('byo-local-'))
}

describe('startLocalSageMaker', () => {
  it('gives what SDK clients and other AWS clients are pointed at it with', async () => {
    const local = await start({ region: 'eu-west-3' })

    const bare = new S3Client(local.clientConfig)
    await bare.send(new ListBucketsCommand({}))
    expect(local.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(local.env).toMatchObject({
      AWS_ENDPOINT_URL: local.endpoint,
      AWS_REGION: 'eu-west-3',
      AWS_DEFAULT_REGION: 'eu-west-3',
      AWS_ACCESS_KEY_ID: local.clientConfig.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: local.clientConfig.credentials.secretAccessKey,
    })
  })

  it('starts two that share nothing', async () => {
    const [one, two] = [await start(), await start()]
    await s3Client(one).send(new CreateBucketCommand({ Bucket: 'only-in-one' }))
    await new ECRClient(clientConfig(one)).send(
      new CreateRepositoryCommand({ repositoryName: 'both' }),
    )

    const { Buckets } = await s3Client(two).send(new ListBucketsCommand({}))
    await new ECRClient(clientConfig(two)).send(
      new CreateRepositoryCommand({ repositoryName: 'both' }),
    )
    await one.close()
    await s3Client(two).send(new CreateBucketCommand({ Bucket: 'goes-on' }))

    expect(Buckets ?? []).toEqual([])
  })

  it('keeps objects and images in a data folder for the next start', async () => {
    const dataDir = join(folder, 'kept', 'deeper')
    const first = await start({ dataDir })
    const object = { Bucket: 'kept', Key: '../a b', ContentType: 'a/b', Metadata: { m: '1' } }
    await s3Client(first).send(new CreateBucketCommand({ Bucket: 'kept' }))
    await s3Client(first).send(new PutObjectCommand({ ...object, Body: 'bytes' }))
    const ecr = new ECRClient(clientConfig(first))
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'kept' }))
    const imageDigest = await pushImage(ecr, 'kept', 'v1')
    await first.close()

    const second = await start({ dataDir })
    const answer = await s3Client(second).send(
      new GetObjectCommand({ Bucket: 'kept', Key: object.Key }),
    )
    const { images } = await new ECRClient(clientConfig(second)).send(
      new BatchGetImageCommand({ repositoryName: 'kept', imageIds: [{ imageTag: 'v1' }] }),
    )
    expect(await answer.Body?.transformToString()).toBe('bytes')
    expect(answer).toMatchObject({ ContentType: 'a/b', Metadata: { m: '1' } })
    expect(images?.[0]?.imageId?.imageDigest).toBe(imageDigest)
  })

  it('says so when another program has the port', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo

    const error = await failureOf({ port })
    taken.close()

    expect(error).toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(`${port}`),
    })
  })

  it('says so when another emulator has its data folder, and takes it from one that was killed', async () => {
    const dataDir = join(folder, 'one-at-a-time')
    const first = await start({ dataDir })
    const error = await failureOf({ dataDir })
    await s3Client(first).send(new CreateBucketCommand({ Bucket: 'unharmed' }))
    await first.close()
    // No process has this number: it is beyond the highest that Linux gives.
    writeFileSync(join(dataDir, 'in-use-by'), '4194305')

    const second = await start({ dataDir })

    const { Buckets } = await s3Client(second).send(new ListBucketsCommand({}))
    expect(error).toMatchObject({
      code: 'folder-in-use',
      message: expect.stringContaining(`${process.pid}`),
    })
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['unharmed'])
  })

  it('says so when its data folder holds what it cannot read', async () => {
    const dataDir = join(folder, 'damaged')
    await (await start({ dataDir })).close()
    writeFileSync(join(dataDir, 's3', 'bucket-x.json'), '{"name":')

    const error = await failureOf({ dataDir })

    expect(error).toMatchObject({
      code: 'folder-damaged',
      message: expect.stringContaining('bucket-x.json'),
    })
  })

  it.each<[string, LocalErrorCode, LocalSageMakerOptions]>([
    ['an address of another machine', 'address-not-available', { host: '192.0.2.1' }],
    [
      'a data folder below a file',
      'folder-not-writable',
      { dataDir: fileURLToPath(import.meta.url) },
    ],
    ['a data folder where nobody may write', 'folder-not-writable', { dataDir: '/proc/byo/local' }],
    ['a port that is none', 'invalid-option', { port: 70_000 }],
    ['an account that is none', 'invalid-option', { accountId: '1' }],
    ['a region that is none', 'invalid-option', { region: 'the moon' }],
  ])('says in one sentence what is wrong with %s', async (_what, code, options) => {
    const error = await failureOf(options)

    expect(isLocalError(error)).toBe(true)
    expect(error).toMatchObject({ code, message: expect.stringMatching(/^[^\n]+\.$/) })
    expect(temporaryFolders()).toEqual([])
  })
})

describe('close', () => {
  it('frees the port and removes the temporary folder, sockets kept alive or not', async () => {
    const local = await startLocalSageMaker()
    expect(temporaryFolders()).toHaveLength(1)
    const agent = new Agent({ keepAlive: true })
    await new Promise((resolve, reject) => {
      get(`${local.endpoint}/v2/`, { agent }, (answer) => answer.resume().on('end', resolve)).on(
        'error',
        reject,
      )
    })

    await local.close()
    await local.close()

    expect(temporaryFolders()).toEqual([])
    const again = await start({ port: Number(new URL(local.endpoint).port) })
    agent.destroy()
    expect(again.endpoint).toBe(local.endpoint)
  })

  it('breaks off an upload under way and leaves nothing of it', async () => {
    const dataDir = join(folder, 'broken-off')
    const local = await startLocalSageMaker({ dataDir })
    await s3Client(local).send(new CreateBucketCommand({ Bucket: 'bucket' }))
    const upload = request(`${local.endpoint}/bucket/endless`, {
      method: 'PUT',
      headers: { 'content-length': 1_000_000 },
    })
    upload.write(Buffer.alloc(65_536))
    const broken = once(upload, 'error')
    await untilFileIn(join(dataDir, 'scratch'))

    await Promise.all([local.close(), broken])

    expect(existsSync(join(dataDir, 'scratch'))).toBe(false)
    const again = await start({ dataDir })
    await expect(
      s3Client(again).send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'endless' })),
    ).rejects.toMatchObject({ name: 'NotFound' })
  })
})

/** Waits until an upload has begun to be written. */
async function untilFileIn(path: string): Promise<void> {
  while (!readdirSync(path, { withFileTypes: true }).some((entry) => entry.isFile())) {
    await new Promise((resolve) => setImmediate(resolve))
  }
}
