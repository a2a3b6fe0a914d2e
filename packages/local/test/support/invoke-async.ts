import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { parseS3Uri } from '../../src/jobs/s3-uri.ts'
import { bodyOfBytes } from '../../src/protocols/request-body.ts'
import { invokeEndpointAsync } from '../../src/services/sagemaker-runtime/invoke-endpoint-async.ts'
import { createConfig } from './endpoints.ts'
import { type Answer, bucket, type PlatformUnderTest } from './with-platform.ts'

/** Where the answers of the endpoints below are stored, and the failures. */
export const asyncOutput = {
  S3OutputPath: `s3://${bucket}/answers`,
  S3FailurePath: `s3://${bucket}/failures/`,
}

/** Creates an asynchronous endpoint of one variant and its configuration, without waiting for it. */
export async function createAsyncEndpoint(
  test: PlatformUnderTest,
  { most = 2, output = asyncOutput, variant = {} }: Answer = {},
): Promise<void> {
  await createConfig(test, 'config', [{ ModelName: 'model', ...variant }], {
    AsyncInferenceConfig: {
      OutputConfig: output,
      ClientConfig: { MaxConcurrentInvocationsPerInstance: most },
    },
  })
  await test.sageMaker('CreateEndpoint', {
    EndpointName: 'endpoint',
    EndpointConfigName: 'config',
  })
}

/** What an asynchronous invocation was told at once. */
export interface Accepted {
  readonly statusCode: number
  readonly inferenceId: string
  readonly output: string
  readonly failure: string
}

/** Puts an invocation into the queue as the gateway does; `order` is for the fixture program `serves`. */
export async function invokeAsync(
  test: PlatformUnderTest,
  { order, body = '', headers = {} }: Answer = {},
): Promise<Accepted> {
  const answer = await invokeEndpointAsync(
    test.platform,
    {
      endpointName: 'endpoint',
      headers: { ...(order && { 'x-amzn-sagemaker-custom-attributes': order }), ...headers },
      body: bodyOfBytes(Buffer.from(body)),
    },
    test.context,
  )
  return {
    statusCode: answer.statusCode,
    inferenceId: JSON.parse(Buffer.from(answer.body).toString()).InferenceId,
    output: String(answer.headers['x-amzn-sagemaker-outputlocation']),
    failure: String(answer.headers['x-amzn-sagemaker-failurelocation']),
  }
}

/** The text and type of an object by its S3 URI; undefined while it is not there. */
export function objectAt(
  { objects }: PlatformUnderTest,
  uri: string,
): { text: string; type: string } | undefined {
  const { bucket: name = '', key = '' } = parseS3Uri(uri) ?? {}
  const object = objects.get(name, key)
  return object && { text: readFileSync(object.path, 'utf8'), type: object.contentType }
}

/** Waits until an object is there. */
export async function untilStored(
  test: PlatformUnderTest,
  uri: string,
): Promise<{ text: string; type: string }> {
  await expect.poll(() => objectAt(test, uri)).not.toBe(undefined)
  return objectAt(test, uri) as { text: string; type: string }
}
