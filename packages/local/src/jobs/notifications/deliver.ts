import type { Platform } from '../platform.ts'
import type { Subscription, Topic } from './topic.ts'

/** What SNS sends to an HTTP endpoint. It bears no signature: that would need a certificate of AWS's. */
export interface SnsMessage {
  readonly Type: 'Notification' | 'SubscriptionConfirmation'
  readonly MessageId: string
  readonly Message: string
  readonly [member: string]: string
}

/** Deliveries of one message, the pause between them and how long each may take. Source: SNS guide, delivery retries for HTTP/S. */
const attempts = 4
const pause = 20_000
const timeout = 15_000

/** Posts a message to a subscriber, a few times until it is taken, while the caller goes on. */
export function deliver(
  platform: Platform,
  { arn }: Pick<Topic, 'arn'>,
  subscription: Subscription,
  message: SnsMessage,
): void {
  const { clock, run } = platform
  run(async (closing) => {
    for (let attempt = 1; attempt <= attempts && !closing.aborted; attempt += 1) {
      if (await post(platform, arn, subscription, message, closing)) return
      if (attempt < attempts) await clock.sleep(pause, closing).catch(() => {})
    }
  })
}

async function post(
  { clock }: Platform,
  topicArn: string,
  { url, arn, isConfirmed }: Subscription,
  message: SnsMessage,
  closing: AbortSignal,
): Promise<boolean> {
  const ended = new AbortController()
  const late = new AbortController()
  const timer = clock.sleep(timeout, AbortSignal.any([ended.signal, closing])).then(
    () => late.abort(),
    () => {},
  )
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'text/plain; charset=UTF-8',
        'user-agent': 'Amazon Simple Notification Service Agent',
        'x-amz-sns-message-type': message.Type,
        'x-amz-sns-message-id': message.MessageId,
        'x-amz-sns-topic-arn': topicArn,
        ...(isConfirmed && { 'x-amz-sns-subscription-arn': arn }),
      },
      body: JSON.stringify(message),
      signal: AbortSignal.any([late.signal, closing]),
    })
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false
  } finally {
    ended.abort()
    await timer
  }
}
