import type { DataCaptureConfig } from '@aws-sdk/client-sagemaker'
import { ByoError } from '../errors.ts'
import { isS3Uri, parseS3Uri } from '../naming/s3-uri.ts'
import { checkCount, checkNumber } from '../requests/check-limits.ts'
import type { DataCaptureOptions } from './hosting-options.ts'

const maxDestination = 512
const maxTypes = 10
/** Source: AWS's API model, CsvContentType and JsonContentType. */
const contentType = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*\/[a-zA-Z0-9](-*[a-zA-Z0-9.])*$/
const modes = { input: 'Input', output: 'Output' } as const

/** Data capture in the words of CreateEndpointConfig; an `invalid-option` error for what that would refuse. */
export function dataCaptureSpec(options: DataCaptureOptions): DataCaptureConfig {
  const { destination, percentage, capture = ['input', 'output'] } = options
  if (!isS3Uri(destination) || destination.length > maxDestination) {
    throw invalid(
      `dataCapture.destination is "${destination}"; give an s3:// address of at most ${maxDestination} characters.`,
    )
  }
  parseS3Uri(destination)
  checkNumber('dataCapture.percentage', percentage, { min: 0, max: 100 })
  if (capture.length === 0 || capture.some((mode) => modes[mode] === undefined)) {
    throw invalid(`dataCapture.capture is ${JSON.stringify(capture)}; give input, output or both.`)
  }
  const { csvContentTypes, jsonContentTypes } = options
  checkTypes('csvContentTypes', csvContentTypes)
  checkTypes('jsonContentTypes', jsonContentTypes)
  return {
    EnableCapture: true,
    InitialSamplingPercentage: percentage,
    DestinationS3Uri: destination,
    CaptureOptions: [...new Set(capture)].map((mode) => ({ CaptureMode: modes[mode] })),
    ...((csvContentTypes || jsonContentTypes) && {
      CaptureContentTypeHeader: {
        ...(csvContentTypes && { CsvContentTypes: [...csvContentTypes] }),
        ...(jsonContentTypes && { JsonContentTypes: [...jsonContentTypes] }),
      },
    }),
  }
}

function checkTypes(option: string, types: readonly string[] | undefined): void {
  if (types === undefined) return
  checkCount(`content types in dataCapture.${option}`, types.length, { min: 1, max: maxTypes })
  const odd = types.find((type) => type.length > 256 || !contentType.test(type))
  if (odd !== undefined) {
    throw invalid(
      `"${odd}" in dataCapture.${option} is not a content type that SageMaker takes, such as text/csv; parameters are left out.`,
    )
  }
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
