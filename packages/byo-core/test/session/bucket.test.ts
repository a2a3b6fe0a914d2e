import { describe, expect, it } from 'vitest'
import { s3Error, startFakeAws } from '../support/fake-aws.ts'

const name = 'sagemaker-eu-west-1-123456789012'
const head = `HEAD /${name}`
const create = `PUT /${name}`
const missing = { status: 404, body: '' }
const there = { body: '' }

describe('the bucket of a session', () => {
  it("is SageMaker's default one, whose owner is checked [G102]", async () => {
    await using aws = await startFakeAws({ [head]: [there] })

    await expect(aws.session.bucket()).resolves.toBe(name)
    expect(aws.requests.at(-1)?.headers['x-amz-expected-bucket-owner']).toBe('123456789012')
  })

  it('is created in its region when it is missing [G102]', async () => {
    await using aws = await startFakeAws({ [head]: [missing, there], [create]: [there] })

    await expect(aws.session.bucket()).resolves.toBe(name)
    const request = aws.requests.find(({ operation }) => operation === create)
    expect(request?.body.toString()).toContain('<LocationConstraint>eu-west-1</LocationConstraint>')
  })

  it('is created in us-east-1 without a location [G102]', async () => {
    const path = '/sagemaker-us-east-1-123456789012'
    const operations = { [`HEAD ${path}`]: [missing, there], [`PUT ${path}`]: [there] }
    await using aws = await startFakeAws(operations, { region: 'us-east-1' })

    await aws.session.bucket()
    const request = aws.requests.find(({ operation }) => operation === `PUT ${path}`)
    expect(request?.body.toString()).toBe('')
  })

  it.each(['BucketAlreadyOwnedByYou', 'OperationAborted'])(
    'may be created by another process at the same time, which S3 tells with %s [G102]',
    async (code) => {
      await using aws = await startFakeAws({
        [head]: [missing, missing, there],
        [create]: [s3Error(409, code)],
      })

      await expect(aws.session.bucket()).resolves.toBe(name)
    },
  )

  it('is asked for only once', async () => {
    await using aws = await startFakeAws({ [head]: [there] })

    await Promise.all([aws.session.bucket(), aws.session.bucket(), aws.session.accountId()])
    expect(aws.requests).toHaveLength(2)
  })

  it('must not belong to somebody else [G102]', async () => {
    await using taken = await startFakeAws({ [head]: [{ status: 403, body: '' }] })
    await using raced = await startFakeAws({
      [head]: [missing],
      [create]: [s3Error(409, 'BucketAlreadyExists')],
    })

    await expect(taken.session.bucket()).rejects.toMatchObject({ code: 'bucket-unavailable' })
    await expect(raced.session.bucket()).rejects.toMatchObject({ code: 'bucket-unavailable' })
  })

  it("is never created when it's the caller's own", async () => {
    await using aws = await startFakeAws({ 'HEAD /mine': [missing] }, { bucket: 'mine' })

    await expect(aws.session.bucket()).rejects.toMatchObject({
      code: 'bucket-unavailable',
      message: expect.stringContaining('"mine" doesn\'t exist'),
    })
  })
  it('tells of a token that has expired, which S3 says to a GET and never to a HEAD', async () => {
    await using aws = await startFakeAws({
      [head]: [{ status: 400, body: '' }],
      [`GET /${name}`]: [s3Error(400, 'ExpiredToken')],
    })

    await expect(aws.session.bucket()).rejects.toMatchObject({ code: 'credentials-missing' })
  })
})
