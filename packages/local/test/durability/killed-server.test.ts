import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr'
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildCli, type CliServer, killCli, startCli } from '../support/cli-process.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { imageWriter, multipartWriter, objectWriter, type Target, type Writer } from './writers.ts'

const bucket = 'acknowledged'
const repositories = ['team/one', 'team/two']
const kills = 10
let folder = ''
let server: CliServer | undefined

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'byo-killed-server-'))
  await buildCli(folder)
})
afterAll(() => {
  server?.child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function start(): Promise<Target & { ecr: ECRClient }> {
  server = await startCli(folder, '--data', join(folder, 'data'))
  const config = {
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  }
  return { ...server, bucket, s3: new S3Client(config), ecr: new ECRClient(config) }
}

/** Writes until the server is gone. */
async function writeOn(writer: Writer, target: Target, onWritten: () => void): Promise<void> {
  for (let isOver = false; !isOver; ) {
    isOver = await writer.write(target).then(
      () => false,
      (error: unknown) => isConnectionLost(error),
    )
    onWritten()
  }
}

/** Everything but the end of the server is a fault. */
function isConnectionLost(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: { code?: string } }
  const reason = code ?? cause?.code ?? ''
  if (['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'UND_ERR_SOCKET'].includes(reason)) return true
  throw error
}

it('has everything that it acknowledged, byte for byte, however often it is killed', async () => {
  const random = seededRandom(20)
  const writers = [
    ...[1, 2, 3, 4].map((i) => objectWriter(`objects-${i}`, random)),
    ...[1, 2].map((i) => multipartWriter(`parts-${i}`, random)),
    ...repositories.map((name) => imageWriter(name, random)),
  ]
  let target = await start()
  await target.s3.send(new CreateBucketCommand({ Bucket: bucket }))
  for (const repositoryName of repositories) {
    await target.ecr.send(new CreateRepositoryCommand({ repositoryName }))
  }

  for (let kill = 0; kill < kills; kill++) {
    let written = 0
    const writing = writers.map((writer) => writeOn(writer, target, () => written++))
    const enough = 10 + random() * 90
    while (written < enough) await delay(1)
    await delay(random() * 20)
    await killCli(server as CliServer)
    await Promise.all(writing)

    target = await start()
    for (const writer of writers) await writer.check(target)
  }

  await expectNoLeftovers(target)
}, 180_000)

/** Nothing lies about that belongs to nothing. */
async function expectNoLeftovers({ s3 }: Target): Promise<void> {
  await killCli(server as CliServer)
  const target = await start()
  const { KeyCount = 0 } = await target.s3.send(new ListObjectsV2Command({ Bucket: bucket }))
  const data = join(folder, 'data')
  const names = readdirSync(data, { recursive: true }).map(String)

  expect(readdirSync(join(data, `s3/bucket-${bucket}`))).toHaveLength(2 * KeyCount)
  expect(names.filter((name) => name.endsWith('.next'))).toEqual([])
  expect(
    names.filter((name) => name.startsWith('s3-uploads/') && name.endsWith('.bytes')).length,
  ).toBeLessThanOrEqual(4)
  s3.destroy()
}
