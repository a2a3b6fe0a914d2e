import { describe, expect, it } from 'vitest'
import { trainAndDeploy } from '../../src/index.ts'
import { checkChannelBuckets } from '../../src/s3/check-channel-buckets.ts'
import { startFakeAws } from '../support/fake-aws.ts'

const elsewhere = { status: 301, headers: { 'x-amz-bucket-region': 'eu-central-1' }, body: '' }

describe('checkChannelBuckets', () => {
  it('finds a bucket in another region before anything is made, and names both regions', async () => {
    await using aws = await startFakeAws({ 'HEAD /far': [elsewhere] })

    await expect(
      trainAndDeploy({
        session: aws.session,
        image: 'image',
        trainingData: { train: 's3://far/iris/' },
      }),
    ).rejects.toMatchObject({
      code: 'bucket-unavailable',
      message: expect.stringMatching(/lies in eu-central-1.* works in eu-west-1/),
    })
    expect(aws.requests.map(({ operation }) => operation)).toEqual(['HEAD /far'])
  })

  it('finds a bucket that is not there, and passes one that only the role may see', async () => {
    await using aws = await startFakeAws({
      'HEAD /gone': [{ status: 404, body: '' }],
      'HEAD /theirs': [{ status: 403, body: '' }],
    })
    const check = (uri: string) => checkChannelBuckets(aws.session, { train: uri }, undefined)

    await expect(check('s3://gone/')).rejects.toMatchObject({
      code: 'bucket-unavailable',
      message: expect.stringContaining('"gone" of the channel "train"'),
    })
    await expect(check('s3://theirs/')).resolves.toBeUndefined()
  })

  it("looks once at each bucket, and not at files or the session's own bucket", async () => {
    await using aws = await startFakeAws({ 'HEAD /b': [{ body: '' }] })

    await checkChannelBuckets(
      aws.session,
      {
        one: 's3://b/1/',
        two: 's3://b/2/',
        own: 's3://sagemaker-eu-west-1-123456789012/x/',
        file: 'iris.csv',
        rows: '',
      },
      undefined,
    )

    expect(aws.count('HEAD /b')).toBe(1)
    expect(aws.requests).toHaveLength(2)
  })
})
