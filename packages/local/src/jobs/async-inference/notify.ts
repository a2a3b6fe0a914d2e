import type { Endpoint } from '../hosting/endpoint.ts'
import { publish } from '../notifications/publish.ts'
import type { Platform } from '../platform.ts'
import type { AsyncRequest } from './async-request.ts'

/** How a request has ended. */
export type Outcome =
  | { readonly contentType: string | undefined }
  | { readonly failureReason: string }

/** Tells the topic that wants to know how a request has ended, as AWS words it; nothing where there is none. */
export function notify(
  platform: Platform,
  { asyncInference, name, region }: Endpoint,
  request: AsyncRequest,
  outcome: Outcome,
): void {
  const { SuccessTopic, ErrorTopic } = asyncInference?.OutputConfig.NotificationConfig ?? {}
  const hasFailed = 'failureReason' in outcome
  const topic = platform.topics.findByArn((hasFailed ? ErrorTopic : SuccessTopic) ?? '')
  if (topic === undefined) return
  const { input, headers, inferenceId, receivedTime } = request
  const message = {
    awsRegion: region,
    eventTime: platform.clock.now().toISOString(),
    receivedTime: new Date(receivedTime).toISOString(),
    invocationStatus: hasFailed ? 'Failed' : 'Completed',
    ...(hasFailed && { failureReason: outcome.failureReason }),
    requestParameters: {
      ...(headers['content-type'] !== undefined && { contentType: headers['content-type'] }),
      endpointName: name,
      ...('location' in input && { inputLocation: input.location }),
    },
    ...(!hasFailed && {
      responseParameters: {
        ...(outcome.contentType !== undefined && { contentType: outcome.contentType }),
        outputLocation: request.outputLocation,
      },
    }),
    inferenceId,
    eventVersion: '1.0',
    eventSource: 'aws:sagemaker',
    eventName: 'InferenceResult',
  }
  publish(platform, topic, { message: JSON.stringify(message) })
}
