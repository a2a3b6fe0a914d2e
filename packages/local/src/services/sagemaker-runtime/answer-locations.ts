import type { IncomingHttpHeaders } from 'node:http'
import { posix } from 'node:path'
import type { AsyncRequest } from '../../jobs/async-inference/async-request.ts'
import type { AsyncInferenceConfig } from '../../jobs/hosting/endpoint-config.ts'
import { below, formatS3Uri, parseS3Uri, type S3Location } from '../../jobs/s3-uri.ts'

/** Where the answer of an asynchronous invocation is stored, and where a failure, if that is wanted. */
export function answerLocations(
  { OutputConfig }: AsyncInferenceConfig,
  headers: IncomingHttpHeaders,
  id: string,
): Pick<AsyncRequest, 'outputLocation' | 'failureLocation'> {
  const { S3OutputPath, S3FailurePath } = OutputConfig
  const extension = headers['x-amzn-sagemaker-s3outputpathextension']
  const name = headers['x-amzn-sagemaker-filename'] ?? `${id}.out`
  const path = [extension, name].filter(Boolean).join('/')
  return {
    outputLocation: locationBelow(S3OutputPath, path),
    ...(S3FailurePath && { failureLocation: locationBelow(S3FailurePath, failureName(path)) }),
  }
}

/** `a/b-error.out` for `a/b.out`. */
function failureName(path: string): string {
  const { dir, name, ext } = posix.parse(path)
  return posix.join(dir, `${name}-error${ext}`)
}

function locationBelow(prefix: string, path: string): string {
  return formatS3Uri(below(parseS3Uri(prefix) as S3Location, path.replace(/\/{2,}/g, '/')))
}
