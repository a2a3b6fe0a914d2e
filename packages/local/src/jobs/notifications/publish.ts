import { newIdentifier } from '../../state/identifiers.ts'
import type { Platform } from '../platform.ts'
import { deliver } from './deliver.ts'
import type { Topic } from './topic.ts'

/** Sends a message to everyone who has confirmed that they want those of a topic; returns its id. */
export function publish(
  platform: Platform,
  topic: Topic,
  { message, subject }: { readonly message: string; readonly subject?: string | undefined },
): string {
  const id = newIdentifier()
  for (const subscription of topic.subscriptions) {
    if (!subscription.isConfirmed) continue
    deliver(platform, topic, subscription, {
      Type: 'Notification',
      MessageId: id,
      TopicArn: topic.arn,
      ...(subject !== undefined && { Subject: subject }),
      Message: message,
      Timestamp: platform.clock.now().toISOString(),
      UnsubscribeURL: `${platform.url()}/?Action=Unsubscribe&SubscriptionArn=${encodeURIComponent(subscription.arn)}`,
    })
  }
  return id
}
