import { AwsError } from '../../errors.ts'
import { deliver } from '../../jobs/notifications/deliver.ts'
import { publish } from '../../jobs/notifications/publish.ts'
import type { Subscription, Topic } from '../../jobs/notifications/topic.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { XmlValue } from '../../protocols/xml.ts'
import { formatArn } from '../../state/arn.ts'
import { newIdentifier } from '../../state/identifiers.ts'
import type { QueryOperations, RequestContext } from '../operation.ts'

/** The operations of SNS that notices of asynchronous inference need: topics with subscribers over HTTP. */
export function createSnsOperations(platform: Platform): QueryOperations {
  return {
    CreateTopic: (input, context) => createTopic(platform, input, context),
    DeleteTopic: ({ TopicArn }) => {
      const topic = platform.topics.findByArn(TopicArn)
      if (topic !== undefined) platform.topics.delete(topic)
      return {}
    },
    Subscribe: (input) => subscribe(platform, input),
    ConfirmSubscription: (input) => confirmSubscription(platform, input),
    Unsubscribe: (input) => unsubscribe(platform, input),
    ListSubscriptionsByTopic: ({ TopicArn }, { accountId }) =>
      listSubscriptions(findTopic(platform, TopicArn), accountId),
    Publish: (input) => publishMessage(platform, input),
  }
}

function createTopic(
  { topics, clock }: Platform,
  { Name }: { readonly Name: string },
  { accountId, region }: RequestContext,
): XmlValue {
  if (!/^[a-zA-Z0-9_-]{1,256}$/.test(Name)) throw invalid('Topic Name')
  const known = topics.get(region, Name)
  if (known !== undefined && known.name !== Name) throw invalid('Topic Name')
  const topic: Topic = known ?? {
    name: Name,
    arn: formatArn('sns', { accountId, region }, Name),
    accountId,
    region,
    creationTime: clock.now().getTime(),
    tags: [],
    subscriptions: [],
  }
  if (known === undefined) topics.add(topic)
  return { TopicArn: topic.arn }
}

interface SubscribeInput {
  readonly TopicArn: string
  readonly Protocol: string
  readonly Endpoint?: string
  readonly ReturnSubscriptionArn?: boolean
}

/** Adds a subscriber, who is asked whether they want it. */
function subscribe(platform: Platform, input: SubscribeInput): XmlValue {
  const { Protocol: protocol, Endpoint: url = '' } = input
  const topic = findTopic(platform, input.TopicArn)
  if (protocol !== 'http' && protocol !== 'https')
    throw invalid(
      `Protocol: ${protocol} is not available in this local emulator, http and https are`,
    )
  if (!URL.canParse(url) || new URL(url).protocol !== `${protocol}:`)
    throw invalid(`Endpoint: ${url} does not match the protocol ${protocol}`)
  const known = topic.subscriptions.find((one) => one.url === url)
  const subscription = known ?? {
    arn: `${topic.arn}:${newIdentifier()}`,
    protocol,
    url,
    token: newIdentifier().replaceAll('-', ''),
    isConfirmed: false,
  }
  if (known === undefined) change(platform, topic, [...topic.subscriptions, subscription])
  if (!subscription.isConfirmed) askToConfirm(platform, topic, subscription)
  const isTold = subscription.isConfirmed || input.ReturnSubscriptionArn === true
  return { SubscriptionArn: isTold ? subscription.arn : 'pending confirmation' }
}

function askToConfirm(platform: Platform, topic: Topic, subscription: Subscription): void {
  const { token } = subscription
  const question = new URLSearchParams({
    Action: 'ConfirmSubscription',
    TopicArn: topic.arn,
    Token: token,
  })
  deliver(platform, topic, subscription, {
    Type: 'SubscriptionConfirmation',
    MessageId: newIdentifier(),
    Token: token,
    TopicArn: topic.arn,
    Message: `You have chosen to subscribe to the topic ${topic.arn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    SubscribeURL: `${platform.url()}/?${question}`,
    Timestamp: platform.clock.now().toISOString(),
  })
}

function confirmSubscription(
  platform: Platform,
  { TopicArn, Token }: { readonly TopicArn: string; readonly Token: string },
): XmlValue {
  const topic = findTopic(platform, TopicArn)
  const subscription = topic.subscriptions.find(({ token }) => token === Token)
  if (subscription === undefined) throw invalid('Token')
  const confirmed = { ...subscription, isConfirmed: true }
  const others = topic.subscriptions.map((one) => (one === subscription ? confirmed : one))
  change(platform, topic, others)
  return { SubscriptionArn: subscription.arn }
}

function unsubscribe(
  platform: Platform,
  { SubscriptionArn }: { readonly SubscriptionArn: string },
): XmlValue {
  const topic = platform.topics.findByArn(SubscriptionArn.split(':').slice(0, 6).join(':'))
  const left = topic?.subscriptions.filter(({ arn }) => arn !== SubscriptionArn) ?? []
  if (topic !== undefined) change(platform, topic, left)
  return {}
}

function listSubscriptions({ arn, subscriptions }: Topic, accountId: string): XmlValue {
  const member = subscriptions.map((one) => ({
    TopicArn: arn,
    Protocol: one.protocol,
    SubscriptionArn: one.isConfirmed ? one.arn : 'PendingConfirmation',
    Owner: accountId,
    Endpoint: one.url,
  }))
  return { Subscriptions: { member } }
}

interface PublishInput {
  readonly TopicArn?: string
  readonly TargetArn?: string
  readonly Message: string
  readonly Subject?: string
}

function publishMessage(platform: Platform, input: PublishInput): XmlValue {
  const { TopicArn, TargetArn, Message: message, Subject: subject } = input
  const topic = findTopic(platform, TopicArn ?? TargetArn ?? '')
  if (message === '') throw invalid('Empty message')
  return { MessageId: publish(platform, topic, { message, subject }) }
}

function findTopic({ topics }: Platform, arn: string): Topic {
  const topic = topics.findByArn(arn)
  if (topic === undefined) throw new AwsError('NotFound', 'Topic does not exist', 404)
  return topic
}

function change({ topics }: Platform, topic: Topic, subscriptions: readonly Subscription[]): void {
  topics.change(topic, { subscriptions })
}

function invalid(what: string): AwsError {
  return new AwsError('InvalidParameter', `Invalid parameter: ${what}`)
}
