import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSnsOperations } from '../../../src/services/sns/operations.ts'
import { createModel, waitForEndpoint } from '../../support/endpoints.ts'
import { asyncOutput, createAsyncEndpoint, invokeAsync } from '../../support/invoke-async.ts'
import { type Answer, usePlatform } from '../../support/with-platform.ts'

const opened = usePlatform()
const received: Answer[] = []
/** How the subscriber answers, one after the other; 200 when there is nothing left. */
const statuses: number[] = []
const subscriber = createServer(async (request, response) => {
  const message = JSON.parse(await text(request))
  received.push({ ...message, type: request.headers['x-amz-sns-message-type'] })
  response.statusCode = statuses.shift() ?? 200
  response.end()
})

beforeEach(async () => {
  received.length = 0
  statuses.length = 0
  await new Promise<void>((resolve) => subscriber.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  subscriber.close()
  subscriber.closeAllConnections()
})

const sns = (operation: string, input: object): Answer =>
  createSnsOperations(opened().platform)[operation]?.(input, opened().context)

async function untilReceived(count: number): Promise<void> {
  await expect.poll(() => received.length).toBe(count)
}

/** Creates a topic of which the subscriber is told. */
async function subscribe(Name: string): Promise<string> {
  const { TopicArn } = sns('CreateTopic', { Name })
  const { port } = subscriber.address() as AddressInfo
  const Endpoint = `http://127.0.0.1:${port}/${Name}`
  const before = received.length
  const told = sns('Subscribe', { TopicArn, Protocol: 'http', Endpoint })
  expect(told).toEqual({ SubscriptionArn: 'pending confirmation' })
  await untilReceived(before + 1)
  const { Type, Token, SubscribeURL } = received[before]
  expect([Type, new URL(SubscribeURL).searchParams.get('Token')]).toEqual([
    'SubscriptionConfirmation',
    Token,
  ])
  sns('ConfirmSubscription', { TopicArn, Token })
  return TopicArn
}

describe('a topic', () => {
  it('tells its subscribers what is published, once they have confirmed, until they leave', async () => {
    const TopicArn = await subscribe('news')
    const { MessageId } = sns('Publish', { TopicArn, Message: 'hello', Subject: 'greeting' })
    await untilReceived(2)

    expect(received[1]).toMatchObject({
      type: 'Notification',
      Type: 'Notification',
      MessageId,
      TopicArn,
      Subject: 'greeting',
      Message: 'hello',
    })
    const listed = sns('ListSubscriptionsByTopic', { TopicArn }).Subscriptions.member
    expect(listed).toMatchObject([{ Protocol: 'http', Owner: '000000000000' }])
    sns('Unsubscribe', { SubscriptionArn: listed[0].SubscriptionArn })
    expect(sns('ListSubscriptionsByTopic', { TopicArn })).toEqual({ Subscriptions: { member: [] } })
    sns('DeleteTopic', { TopicArn })
    expect(() => sns('Publish', { TopicArn, Message: 'gone' })).toThrow('Topic does not exist')
  })

  it('sends a message again that was not taken, after twenty seconds', async () => {
    const TopicArn = await subscribe('news')
    statuses.push(500)
    sns('Publish', { TopicArn, Message: 'again' })
    await untilReceived(2)
    await expect
      .poll(() => {
        opened().clock.elapse(20_000)
        return received.length
      })
      .toBe(3)

    expect(received[2].Message).toBe('again')
  })

  it('takes no other protocol, no endpoint of another one and no wrong token', () => {
    const { TopicArn } = sns('CreateTopic', { Name: 'news' })
    const subscribing = (Protocol: string, Endpoint: string) => () =>
      sns('Subscribe', { TopicArn, Protocol, Endpoint })

    expect(subscribing('sqs', 'arn:aws:sqs:us-east-1:0:q')).toThrow(/sqs is not available/)
    expect(subscribing('https', 'http://127.0.0.1')).toThrow(/does not match the protocol/)
    expect(() => sns('ConfirmSubscription', { TopicArn, Token: 'none' })).toThrow(/Token/)
    expect(() => sns('CreateTopic', { Name: 'a b' })).toThrow(/Topic Name/)
  })
})

describe('an asynchronous endpoint with topics', () => {
  it("publishes AWS's notices of success and failure", async () => {
    const test = opened()
    const SuccessTopic = await subscribe('success')
    const ErrorTopic = await subscribe('errors')
    await createModel(test, 'model', test.images.addProgram('serves'))
    const NotificationConfig = { SuccessTopic, ErrorTopic }
    await createAsyncEndpoint(test, { output: { ...asyncOutput, NotificationConfig } })
    await waitForEndpoint(test)
    const input = await test.put('in', '1')
    const good = await invokeAsync(test, { headers: { 'x-amzn-sagemaker-inputlocation': input } })
    await untilReceived(3)
    const bad = await invokeAsync(test, { body: '1', order: 'status=500' })
    await untilReceived(4)

    expect(JSON.parse(received[2].Message)).toMatchObject({
      awsRegion: 'us-east-1',
      invocationStatus: 'Completed',
      requestParameters: { endpointName: 'endpoint', inputLocation: input },
      responseParameters: { contentType: 'application/x-echo', outputLocation: good.output },
      inferenceId: good.inferenceId,
      eventVersion: '1.0',
      eventSource: 'aws:sagemaker',
      eventName: 'InferenceResult',
    })
    expect(received[3].TopicArn).toBe(ErrorTopic)
    expect(JSON.parse(received[3].Message)).toMatchObject({
      invocationStatus: 'Failed',
      failureReason:
        'ClientError: Received server error (500) from model. See the SageMaker Endpoint logs in your account for more information.',
      inferenceId: bad.inferenceId,
    })
  })
})
