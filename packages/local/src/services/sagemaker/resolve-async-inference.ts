import type { AsyncInferenceConfig } from '../../jobs/hosting/endpoint-config.ts'
import type { Platform } from '../../jobs/platform.ts'
import { parseS3Uri } from '../../jobs/s3-uri.ts'
import { notHere, refusal } from './refusals.ts'

/** An AsyncInferenceConfig as it comes. */
export interface AsyncInferenceInput extends Omit<AsyncInferenceConfig, 'OutputConfig'> {
  readonly OutputConfig: Partial<AsyncInferenceConfig['OutputConfig']>
}

/** Requires that answers can be stored where an asynchronous endpoint is to store them. */
export function resolveAsyncInference(
  platform: Platform,
  input: AsyncInferenceInput | undefined,
): AsyncInferenceConfig | undefined {
  if (input === undefined) return undefined
  const { S3OutputPath, ...output } = input.OutputConfig
  const { SuccessTopic, ErrorTopic, IncludeInferenceResponseIn } = output.NotificationConfig ?? {}
  if (S3OutputPath === undefined) throw notHere('An AsyncInferenceConfig without an S3OutputPath')
  for (const topic of [SuccessTopic, ErrorTopic])
    if (topic !== undefined && platform.topics.findByArn(topic) === undefined)
      throw refusal(`The SNS topic "${topic}" does not exist.`)
  if (IncludeInferenceResponseIn?.length) throw notHere('IncludeInferenceResponseIn')
  requireBucket(platform, 'S3OutputPath', S3OutputPath)
  if (output.S3FailurePath !== undefined)
    requireBucket(platform, 'S3FailurePath', output.S3FailurePath)
  return { ...input, OutputConfig: { ...output, S3OutputPath } }
}

function requireBucket({ objectStore }: Platform, member: string, uri: string): void {
  const location = parseS3Uri(uri)
  if (location !== undefined && objectStore.hasBucket(location.bucket)) return
  throw refusal(`The ${member} S3 bucket of "${uri}" does not exist.`)
}
