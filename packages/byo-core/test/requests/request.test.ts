import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { isByoError } from '../../src/errors.ts'
import { describeTrainingJob } from '../../src/training/describe-training-job.ts'
import { awsError, startFakeAws } from '../support/fake-aws.ts'

async function refusal(name: string, message: string, status?: number): Promise<unknown> {
  await using aws = await startFakeAws({ DescribeTrainingJob: [awsError(name, message, status)] })
  return await describeTrainingJob(aws.session, 'j').catch((error: unknown) => error)
}

describe('request', () => {
  it.each([
    [
      'AccessDeniedException',
      'User: ann is not authorized to perform: sagemaker:X',
      'access-denied',
    ],
    ['ResourceLimitExceeded', "The account-level service limit 'ml.x' is 0", 'quota-exceeded'],
    ['ExpiredTokenException', 'The security token is expired', 'credentials-missing'],
    ['ResourceInUse', 'must be unique', 'name-taken'],
    ['ValidationException', 'no such thing', 'request-refused'],
  ])('turns %s into an error that names the operation', async (name, message, code) => {
    const error = await refusal(name, message)

    expect(isByoError(error)).toBe(true)
    expect(error).toMatchObject({
      name: 'RequestError',
      code,
      operation: 'DescribeTrainingJob',
      awsError: name,
      awsMessage: message,
      statusCode: 400,
      attempts: 1,
      message: expect.stringMatching(/^DescribeTrainingJob/),
    })
  })

  it('names the quota that AWS names', async () => {
    const text =
      "The account-level service limit 'ml.g6.2xlarge for training job usage' is 1 Instances, with current utilization of 1 Instances and a request delta of 1 Instances."

    expect(await refusal('ResourceLimitExceeded', text)).toMatchObject({
      code: 'quota-exceeded',
      message: `DescribeTrainingJob is over a quota: ${text} Ask for more of the quota "ml.g6.2xlarge for training job usage" in Service Quotas, or choose another instance type.`,
    })
    expect(await refusal('ResourceLimitExceeded', 'Too many.')).toMatchObject({
      message: expect.stringContaining('Ask for more in Service Quotas'),
    })
  })

  it('says where nothing listens', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    await new Promise((resolve) => server.close(resolve))
    const endpoint = `http://127.0.0.1:${port}`
    const clientConfig = {
      endpoint,
      maxAttempts: 1,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    }
    await using aws = await startFakeAws({}, { clientConfig })

    await expect(describeTrainingJob(aws.session, 'j')).rejects.toMatchObject({
      code: 'endpoint-unreachable',
      message: expect.stringContaining(`127.0.0.1:${port}`),
    })
  })

  it('ends an abort in the middle of a request', async () => {
    const controller = new AbortController()
    await using aws = await startFakeAws({
      DescribeTrainingJob: () => {
        controller.abort()
        return new Promise(() => undefined)
      },
    })

    await expect(describeTrainingJob(aws.session, 'j', controller.signal)).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(aws.count('DescribeTrainingJob')).toBe(1)
  })

  it('sends nothing after an abort', async () => {
    await using aws = await startFakeAws({})

    await expect(describeTrainingJob(aws.session, 'j', AbortSignal.abort())).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(aws.requests).toHaveLength(0)
  })
})
