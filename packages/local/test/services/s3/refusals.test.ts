import {
  CreateBucketCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, it } from 'vitest'
import { rawRequest, s3Client, useLocal } from '../../support/with-local.ts'

const failures: unknown[] = []
const local = useLocal({ onRequest: ({ failure }) => failures.push(failure) })
const Bucket = 'refusing'
const client = () => s3Client(local())

/** Of AWS's API model: the parameters that choose an operation, and whether they are of a bucket, an object or both. */
const missing: readonly (readonly [string, readonly ('bucket' | 'object')[]])[] = [
  ...(
    'abac accelerate analytics cors intelligent-tiering inventory lifecycle logging metadataTable ' +
    'metadataConfiguration metadataInventoryTable metadataJournalTable metrics notification object-lock ' +
    'ownershipControls policy policyStatus publicAccessBlock replication requestPayment session versions website'
  )
    .split(' ')
    .map((name) => [name, ['bucket']] as const),
  ...'annotation legal-hold renameObject restore retention torrent select&select-type=2'
    .split(' ')
    .map((name) => [name, ['object']] as const),
  ['acl', ['bucket', 'object']],
  ['encryption', ['bucket', 'object']],
]
const requests = missing.flatMap(([name, places]) =>
  places.flatMap((place) =>
    ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'].map((method) => ({ method, place, name })),
  ),
)

beforeAll(async () => {
  await client().send(new CreateBucketCommand({ Bucket }))
  await client().send(new PutObjectCommand({ Bucket, Key: 'key', Body: 'untouched' }))
})

function send(method: string, path: string, headers: Record<string, string> = {}, body = 'other') {
  return rawRequest(local().endpoint, {
    method,
    path,
    headers: { 'content-length': `${body.length}`, ...headers },
    body,
  })
}

async function readKey(): Promise<string | undefined> {
  const { Body } = await client().send(new GetObjectCommand({ Bucket, Key: 'key' }))
  return Body?.transformToString()
}

describe('a request for what is not here', () => {
  it('is NotImplemented, named in the log, and never taken for another operation', async () => {
    for (const { method, place, name } of requests) {
      const path = place === 'bucket' ? `/${Bucket}?${name}` : `/${Bucket}/key?${name}`
      const { status } = await send(method, path)

      const [word] = name.split('&')
      expect([method, name, status, failures.at(-1)]).toEqual([
        method,
        name,
        501,
        expect.objectContaining({
          code: 'NotImplemented',
          message: expect.stringContaining(`?${word}`),
        }),
      ])
    }
    const { Contents } = await client().send(new ListObjectsV2Command({ Bucket }))
    expect(Contents?.map(({ Key }) => Key)).toEqual(['key'])
    expect(await readKey()).toBe('untouched')
  })

  it.each([
    ['two parameters that choose', 'POST', `/${Bucket}/key?uploads&acl`, 501, 'NotImplemented'],
    ['a part without its upload', 'PUT', `/${Bucket}/key?partNumber=1`, 400, 'InvalidArgument'],
    ['an older version', 'GET', `/${Bucket}/key?versionId=x`, 400, 'InvalidArgument'],
    ['an older version to delete', 'DELETE', `/${Bucket}/key?versionId=x`, 400, 'InvalidArgument'],
    ['a form', 'POST', `/${Bucket}`, 501, 'NotImplemented'],
  ])('is refused: %s', async (_what, method, path, status, code) => {
    const answer = await send(method, path)

    expect([answer.status, answer.text.includes(`<Code>${code}</Code>`)]).toEqual([status, true])
    expect(await readKey()).toBe('untouched')
  })

  it.each([
    [{ 'x-amz-acl': 'public-read' }, 400, 'AccessControlListNotSupported'],
    [{ 'x-amz-grant-read': 'id="x"' }, 400, 'AccessControlListNotSupported'],
    [{ 'x-amz-object-lock-mode': 'GOVERNANCE' }, 400, 'InvalidRequest'],
    [{ 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }, 501, 'NotImplemented'],
    [{ 'x-amz-write-offset-bytes': '9' }, 501, 'NotImplemented'],
    [{ 'x-amz-storage-class': 'GLACIER' }, 501, 'NotImplemented'],
    [{ 'x-amz-storage-class': 'SHELF' }, 400, 'InvalidStorageClass'],
    [{ 'x-amz-server-side-encryption': 'ROT13' }, 400, 'InvalidArgument'],
    [{ 'x-amz-content-sha256': 'none' }, 400, 'InvalidArgument'],
    [{ 'x-amz-checksum-crc32': 'short' }, 400, 'InvalidRequest'],
    [{ 'x-amz-meta-large': 'm'.repeat(2044) }, 400, 'MetadataTooLarge'],
  ])('is refused for the header %j', async (headers, status, code) => {
    const answer = await send('PUT', `/${Bucket}/key`, headers as Record<string, string>)

    expect([answer.status, answer.text.includes(`<Code>${code}</Code>`)]).toEqual([status, true])
    expect(await readKey()).toBe('untouched')
  })

  it('is refused for a bucket that is to have access lists or locks', async () => {
    const acl = await send('PUT', '/with-acl', { 'x-amz-acl': 'public-read' }, '')
    const lock = await send('PUT', '/locked', { 'x-amz-bucket-object-lock-enabled': 'true' }, '')

    expect(acl.text).toContain('<Code>InvalidBucketAclWithObjectOwnership</Code>')
    expect(lock.text).toContain('<Code>NotImplemented</Code>')
  })
})

describe('what changes nothing', () => {
  it('is taken: the access lists that every object has, and settings that are told again', async () => {
    await client().send(
      new PutObjectCommand({
        Bucket,
        Key: 'settings',
        Body: 'x',
        ACL: 'bucket-owner-full-control',
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: 'key',
        StorageClass: 'STANDARD_IA',
        WebsiteRedirectLocation: '/elsewhere',
      }),
    )

    expect(await client().send(new GetObjectCommand({ Bucket, Key: 'settings' }))).toMatchObject({
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'key',
      StorageClass: 'STANDARD_IA',
      WebsiteRedirectLocation: '/elsewhere',
    })
  })

  it('is told: a bucket without versions has no status of them', async () => {
    const { Status } = await client().send(new GetBucketVersioningCommand({ Bucket }))
    expect(Status).toBeUndefined()
  })
})

it('wants to know how long a body is', async () => {
  const path = `/${Bucket}/endless`
  const headers = { 'transfer-encoding': 'chunked' }
  const { status, text } = await rawRequest(local().endpoint, {
    method: 'PUT',
    path,
    headers,
    body: 'x',
  })

  expect([status, text.includes('<Code>MissingContentLength</Code>')]).toEqual([411, true])
})
