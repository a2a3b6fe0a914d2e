import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { beforeAll, expect, it } from 'vitest'
import { presign } from '../support/presign.ts'
import { rawRequest, s3Client, useLocal } from '../support/with-local.ts'

const local = useLocal()
const path = '/aged/key'
const hourAgo = () => new Date(Date.now() - 3_600_000)

beforeAll(async () => {
  await s3Client(local()).send(new CreateBucketCommand({ Bucket: 'aged' }))
  await s3Client(local()).send(new PutObjectCommand({ Bucket: 'aged', Key: 'key', Body: 'x' }))
})

it('refuses an address whose time is over, though nothing else of it is verified', async () => {
  const old = { method: 'GET', path, signingDate: hourAgo() } as const
  const over = await presign(s3Client(local()), { ...old, expiresIn: 60 })
  const good = await presign(s3Client(local()), { ...old, expiresIn: 7200 })

  const refused = await rawRequest(local().endpoint, { path: over })
  expect(refused.status).toBe(403)
  expect(refused.text).toMatch(/<Code>AccessDenied<.*<Message>Request has expired</)
  expect(refused.text).toContain('<X-Amz-Expires>60<')
  expect(await rawRequest(local().endpoint, { path: good })).toMatchObject({ status: 200 })
})

it('does the same for the addresses that boto3 signs by default', async () => {
  const query = (end: number) =>
    `AWSAccessKeyId=local&Signature=x&Expires=${Math.trunc(end / 1000)}`

  const over = await rawRequest(local().endpoint, { path: `${path}?${query(Date.now() - 60_000)}` })
  const good = await rawRequest(local().endpoint, { path: `${path}?${query(Date.now() + 60_000)}` })
  expect([over.status, good.status]).toEqual([403, 200])
})

it.each(['X-Amz-Expires=x', 'X-Amz-Date=x', 'X-Amz-Expires=999999999'])(
  'takes what cannot be read, such as %s, for no end',
  async (part) => {
    const address = await presign(s3Client(local()), { method: 'GET', path, expiresIn: 60 })
    const [name = ''] = part.split('=')
    const changed = address.replace(new RegExp(`${name}=[^&]*`), part)

    expect(await rawRequest(local().endpoint, { path: changed })).toMatchObject({ status: 200 })
  },
)
