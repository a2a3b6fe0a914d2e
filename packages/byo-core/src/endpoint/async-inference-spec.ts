import type { AsyncInferenceConfig } from '@aws-sdk/client-sagemaker'
import { ByoError } from '../errors.ts'
import { isS3Uri, parseS3Uri } from '../naming/s3-uri.ts'
import { checkNumber } from '../requests/check-limits.ts'
import type { AsyncInferenceOptions } from './hosting-options.ts'

/** Source: AWS's API model, AsyncInferenceClientConfig. */
const mostInvocations = 1000

/** Source: AWS's API model, SnsTopicArn. */
const topicArn = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[a-zA-Z0-9_.-]+$/

/** Asynchronous inference in the words of CreateEndpointConfig; an `invalid-option` error for what that would refuse. */
export function asyncInferenceSpec(options: AsyncInferenceOptions): AsyncInferenceConfig {
  const { outputPath, failurePath, successTopic, errorTopic, kmsKeyId } = options
  const { maxConcurrentInvocationsPerInstance: most } = options
  checkPath('outputPath', outputPath)
  checkPath('failurePath', failurePath)
  checkTopic('successTopic', successTopic)
  checkTopic('errorTopic', errorTopic)
  checkNumber('asyncInference.maxConcurrentInvocationsPerInstance', most, {
    min: 1,
    max: mostInvocations,
  })
  return {
    ...(most !== undefined && { ClientConfig: { MaxConcurrentInvocationsPerInstance: most } }),
    OutputConfig: {
      ...(outputPath !== undefined && { S3OutputPath: outputPath }),
      ...(failurePath !== undefined && { S3FailurePath: failurePath }),
      ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
      ...((successTopic !== undefined || errorTopic !== undefined) && {
        NotificationConfig: {
          ...(successTopic !== undefined && { SuccessTopic: successTopic }),
          ...(errorTopic !== undefined && { ErrorTopic: errorTopic }),
        },
      }),
    },
  }
}

function checkPath(option: string, path: string | undefined): void {
  if (path === undefined) return
  if (isS3Uri(path) && path.length <= 512) {
    parseS3Uri(path)
    return
  }
  throw invalid(
    `asyncInference.${option} is "${path}"; give an s3:// address of at most 512 characters.`,
  )
}

function checkTopic(option: string, arn: string | undefined): void {
  if (arn === undefined || topicArn.test(arn)) return
  throw invalid(
    `asyncInference.${option} is "${arn}"; give the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:123456789012:done.`,
  )
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
