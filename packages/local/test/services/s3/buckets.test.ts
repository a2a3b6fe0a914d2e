import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { clientConfig, rawRequest, s3Client, useLocal } from '../../support/with-local.ts'

const local = useLocal()
const client = () => s3Client(local())
const inRegion = (region: string) => new S3Client({ ...clientConfig(local()), region })

describe('CreateBucket', () => {
  it('makes a bucket that is listed and found', async () => {
    await client().send(new CreateBucketCommand({ Bucket: 'made' }))

    const { Buckets } = await client().send(new ListBucketsCommand({}))
    const head = await client().send(new HeadBucketCommand({ Bucket: 'made' }))
    expect(Buckets?.map(({ Name }) => Name)).toContain('made')
    expect(head.BucketRegion).toBe('us-east-1')
  })

  it('takes the region of the request for the bucket’s', async () => {
    const europe = inRegion('eu-west-1')
    await europe.send(
      new CreateBucketCommand({
        Bucket: 'in-europe',
        CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
      }),
    )

    const location = await europe.send(new GetBucketLocationCommand({ Bucket: 'in-europe' }))
    expect(location.LocationConstraint).toBe('eu-west-1')
  })

  it('refuses a location that is not the region that is asked', async () => {
    await expect(
      client().send(
        new CreateBucketCommand({
          Bucket: 'misplaced',
          CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
        }),
      ),
    ).rejects.toMatchObject({ name: 'IllegalLocationConstraintException' })
  })

  it('takes a second creation for a success in us-east-1 only, as S3 does', async () => {
    const europe = inRegion('eu-west-1')
    const order = {
      Bucket: 'again-europe',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' as const },
    }
    await client().send(new CreateBucketCommand({ Bucket: 'again' }))
    await europe.send(new CreateBucketCommand(order))

    await client().send(new CreateBucketCommand({ Bucket: 'again' }))
    await expect(europe.send(new CreateBucketCommand(order))).rejects.toMatchObject({
      name: 'BucketAlreadyOwnedByYou',
    })
  })

  it.each(['Upper', 'a', '..', '192.168.0.1', 'a..b', '-a-'])(
    'refuses the name %s',
    async (name) => {
      const { status, text } = await rawRequest(local().endpoint, {
        method: 'PUT',
        path: `/${name}`,
      })

      expect([status, text.includes('<Code>InvalidBucketName</Code>')]).toEqual([400, true])
    },
  )
})

describe('DeleteBucket', () => {
  it('refuses a bucket that has objects', async () => {
    await client().send(new CreateBucketCommand({ Bucket: 'full' }))
    await client().send(new PutObjectCommand({ Bucket: 'full', Key: 'x', Body: 'x' }))

    await expect(client().send(new DeleteBucketCommand({ Bucket: 'full' }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    })
  })

  it('deletes an empty one', async () => {
    await client().send(new CreateBucketCommand({ Bucket: 'empty' }))
    await client().send(new DeleteBucketCommand({ Bucket: 'empty' }))

    await expect(client().send(new HeadBucketCommand({ Bucket: 'empty' }))).rejects.toMatchObject({
      name: 'NotFound',
    })
  })
})

describe('a bucket', () => {
  it('is guarded by the owner that the client expects', async () => {
    await client().send(new CreateBucketCommand({ Bucket: 'owned' }))
    const head = (ExpectedBucketOwner: string) =>
      client().send(new HeadBucketCommand({ Bucket: 'owned', ExpectedBucketOwner }))

    await expect(head('000000000000')).resolves.toBeDefined()
    await expect(head('111111111111')).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } })
  })

  it('belongs to the account that an access key of twelve digits names', async () => {
    const credentials = { accessKeyId: '222222222222', secretAccessKey: 'x' }
    const other = new S3Client({ ...clientConfig(local()), credentials })
    await other.send(new CreateBucketCommand({ Bucket: 'of-the-other' }))

    await expect(
      client().send(new CreateBucketCommand({ Bucket: 'of-the-other' })),
    ).rejects.toMatchObject({ name: 'BucketAlreadyExists' })
  })

  it('is found by host as well as by path', async () => {
    await client().send(new CreateBucketCommand({ Bucket: 'by-host' }))
    await client().send(new PutObjectCommand({ Bucket: 'by-host', Key: 'a/b', Body: 'there' }))

    const { text } = await rawRequest(local().endpoint, {
      path: '/a/b',
      headers: { host: 'by-host.localhost:1234' },
    })
    expect(text).toBe('there')
  })

  it('answers in XML for what is not here, naming it', async () => {
    const { status, text } = await rawRequest(local().endpoint, { path: '/any?policy' })

    expect([
      status,
      text.includes('<Code>NotImplemented</Code>'),
      text.includes('?policy'),
    ]).toEqual([501, true, true])
  })

  it('answers for a path that cannot be decoded', async () => {
    const { status, text } = await rawRequest(local().endpoint, { path: '/any/%zz' })

    expect([status, text.includes('<Code>InvalidURI</Code>')]).toEqual([400, true])
  })

  it('is not made by writing to it', async () => {
    const write = new PutObjectCommand({ Bucket: 'not-there', Key: 'x', Body: 'x' })
    const read = new GetObjectCommand({ Bucket: 'not-there', Key: 'x' })

    await expect(client().send(write)).rejects.toMatchObject({ name: 'NoSuchBucket' })
    await expect(client().send(read)).rejects.toMatchObject({ name: 'NoSuchBucket' })
  })
})
