import { describe, expect, it } from 'vitest'
import { InvocationError, invokeEndpoint } from '../../src/index.ts'
import { awsError, type FakeAnswer, startFakeAws } from '../support/fake-aws.ts'

const path = 'POST /endpoints/iris/invocations'

function modelError(status: number, message: string): FakeAnswer {
  return {
    status: 424,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'ModelError' },
    body: {
      Message: `Received error (${status})`,
      OriginalStatusCode: status,
      OriginalMessage: message,
    },
  }
}

describe('invokeEndpoint', () => {
  it('sends the body with its type and gives the answer as it came', async () => {
    const headers = {
      'content-type': 'text/csv',
      'x-amzn-invoked-production-variant': 'AllTraffic',
      'x-amzn-sagemaker-custom-attributes': 'back',
    }
    await using aws = await startFakeAws({ [path]: [{ headers, body: '5.1\n' }] })

    const answer = await invokeEndpoint(aws.session, 'iris', '1,2\n', {
      accept: 'text/csv',
      customAttributes: 'there',
    })

    expect(new TextDecoder().decode(answer.bytes)).toBe('5.1\n')
    expect(answer).toMatchObject({
      contentType: 'text/csv',
      variant: 'AllTraffic',
      customAttributes: 'back',
    })
    expect(aws.requests[0]?.body.toString()).toBe('1,2\n')
    expect(aws.requests[0]?.headers).toMatchObject({
      'content-type': 'text/csv',
      accept: 'text/csv',
      'x-amzn-sagemaker-custom-attributes': 'there',
    })
  })

  it.each([400, 500])(
    'gives the words of a container that answers %i, and asks no second time',
    async (status) => {
      await using aws = await startFakeAws({ [path]: [modelError(status, 'row 2 is no number')] })

      const failure = invokeEndpoint(aws.session, 'iris', 'x')

      await expect(failure).rejects.toBeInstanceOf(InvocationError)
      await expect(failure).rejects.toMatchObject({
        code: 'invocation-failed',
        statusCode: status,
        containerMessage: 'row 2 is no number',
        message: `Endpoint iris answered with ${status}: row 2 is no number`,
      })
      expect(aws.count(path)).toBe(1)
    },
  )

  it('asks again when SageMaker was too busy', async () => {
    await using aws = await startFakeAws({
      [path]: [awsError('ServiceUnavailable', 'busy', 503), { body: '1' }],
    })

    await expect(invokeEndpoint(aws.session, 'iris', 'x')).resolves.toBeDefined()
    expect(aws.count(path)).toBe(2)
  })

  it("passes on SageMaker's words about an endpoint that isn't there", async () => {
    await using aws = await startFakeAws({
      [path]: [awsError('ValidationError', 'Endpoint iris of account 1 not found.')],
    })

    await expect(invokeEndpoint(aws.session, 'iris', 'x')).rejects.toMatchObject({
      code: 'request-refused',
      message: expect.stringContaining('Endpoint iris of account 1 not found.'),
    })
  })
})
