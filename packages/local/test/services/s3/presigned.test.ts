import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, it } from 'vitest'
import { rawRequest, s3Client, useLocal } from '../../support/with-local.ts'

const local = useLocal()
const Bucket = 'presigned'

beforeAll(async () => {
  const s3 = s3Client(local())
  await s3.send(new CreateBucketCommand({ Bucket }))
  await s3.send(new PutObjectCommand({ Bucket, Key: 'key', Body: 'there' }))
})

/** A URL's query as signers write it; nobody checks the signature. */
function query(date: Date, expires: string, more: Record<string, string> = {}): string {
  const amzDate = date.toISOString().replace(/[-:]|\.\d+/g, '')
  return `${new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `local/${amzDate.slice(0, 8)}/us-east-1/s3/aws4_request`,
    'X-Amz-Date': amzDate,
    'X-Amz-Expires': expires,
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': '0'.repeat(64),
    ...more,
  })}`
}

function call(search: string, method = 'GET', body?: string) {
  const headers = body === undefined ? {} : { 'content-length': body.length }
  const path = `/${Bucket}/key?${search}`
  return rawRequest(local().endpoint, { method, path, headers, ...(body && { body }) })
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

describe('a presigned URL', () => {
  it('is good until its time is over, and AccessDenied after', async () => {
    const good = await call(query(minutesAgo(1), '900', { 'response-content-type': 'text/x' }))
    const old = await call(query(minutesAgo(16), '900'))

    expect([good.status, good.text, good.headers['content-type']]).toEqual([200, 'there', 'text/x'])
    expect(old.status).toBe(403)
    expect(old.text).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>')
    expect(old.text).toMatch(/<Expires>\d{4}-.*Z<\/Expires><ServerTime>\d{4}-.*Z<\/ServerTime>/)
  })

  it('stores nothing when it is too old', async () => {
    const { status } = await call(query(minutesAgo(2), '60'), 'PUT', 'newer')
    const after = await call(query(minutesAgo(0), '60'))

    expect([status, after.text]).toEqual([403, 'there'])
  })

  it('is good likewise in the older form, which names the second of its end', async () => {
    const seconds = (date: Date) => `${Math.floor(date.getTime() / 1000)}`
    const form = (expires: string) => `AWSAccessKeyId=local&Signature=x&Expires=${expires}`

    const good = await call(form(seconds(minutesAgo(-1))))
    const old = await call(form(seconds(minutesAgo(1))))
    const odd = await call(form('soon'))

    expect([good.status, old.status, odd.status]).toEqual([200, 403, 403])
    expect(old.text).toContain('Request has expired')
  })

  it.each([
    ['a life of more than a week', query(minutesAgo(0), '604801')],
    ['a negative life', query(minutesAgo(0), '-1')],
    ['a life that is no number', query(minutesAgo(0), 'x')],
    ['a date that is none', query(minutesAgo(0), '60', { 'X-Amz-Date': '20261340T000000Z' })],
    ['no date', query(minutesAgo(0), '60').replace(/X-Amz-Date=\w+&/, '')],
    ['no life', query(minutesAgo(0), '60').replace('X-Amz-Expires=60&', '')],
  ])('is refused with %s', async (_what, search) => {
    const { status, text } = await call(search)

    expect([status, text.includes('<Code>AuthorizationQueryParametersError</Code>')]).toEqual([
      400,
      true,
    ])
  })
})
