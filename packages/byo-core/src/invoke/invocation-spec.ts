import type {
  InvokeEndpointCommandInput,
  InvokeEndpointWithResponseStreamCommandInput,
} from '@aws-sdk/client-sagemaker-runtime'
import { ByoError } from '../errors.ts'
import { withSdkOptions } from '../requests/with-sdk-options.ts'
import { encodeBody } from './encode-body.ts'
import type { InvokeOptions, InvokeStreamOptions } from './invoke-options.ts'
import type { PredictInput } from './predict-input.ts'

/** The request for InvokeEndpoint. */
export function invocationSpec(
  endpointName: string,
  input: PredictInput,
  options: InvokeOptions,
): InvokeEndpointCommandInput {
  const { targetModel, enableExplanations } = options
  checkHeader('targetModel', targetModel, 1024)
  checkHeader('enableExplanations', enableExplanations, 64)
  return {
    ...streamSpec(endpointName, input, options),
    ...(targetModel !== undefined && { TargetModel: targetModel }),
    ...(enableExplanations !== undefined && { EnableExplanations: enableExplanations }),
  }
}

/** The request for InvokeEndpointWithResponseStream. */
export function streamSpec(
  endpointName: string,
  input: PredictInput,
  options: InvokeStreamOptions,
): InvokeEndpointWithResponseStreamCommandInput {
  for (const [name, limit] of headerLimits) checkHeader(name, options[name], limit)
  checkNumbers(options)
  const { bytes, contentType } = encodeBody(input, options.contentType)
  const { accept, customAttributes, targetVariant, targetContainerHostname } = options
  const { inferenceId, sessionId } = options
  const spec = {
    EndpointName: endpointName,
    Body: bytes,
    ContentType: contentType,
    ...(accept !== undefined && { Accept: accept }),
    ...(customAttributes !== undefined && { CustomAttributes: customAttributes }),
    ...(targetVariant !== undefined && { TargetVariant: targetVariant }),
    ...(targetContainerHostname !== undefined && {
      TargetContainerHostname: targetContainerHostname,
    }),
    ...(inferenceId !== undefined && { InferenceId: inferenceId }),
    ...(sessionId !== undefined && { SessionId: sessionId }),
  }
  return withSdkOptions<InvokeEndpointWithResponseStreamCommandInput>(spec, options.sdkOptions)
}

/** The most characters of what is sent as a header. Source: the service's model. */
const headerLimits = [
  ['contentType', 1024],
  ['accept', 1024],
  ['customAttributes', 1024],
  ['targetVariant', 63],
  ['targetContainerHostname', 63],
  ['inferenceId', 64],
  ['sessionId', 256],
] as const

function checkHeader(name: string, value: string | undefined, limit: number): void {
  if (value === undefined) return
  if (/[^\t\x20-\x7e]/.test(value)) {
    throw invalid(name, value, 'a header can hold visible ASCII characters and blanks only')
  }
  if (value.length > limit) throw invalid(name, value, `it can have ${limit} characters at most`)
}

function checkNumbers({ timeout, maxAttempts }: InvokeStreamOptions): void {
  if (timeout !== undefined && !(timeout > 0 && timeout <= longestTimeout)) {
    throw invalid('timeout', timeout, `it is in seconds, above 0 and at most ${longestTimeout}`)
  }
  if (maxAttempts !== undefined && !(Number.isInteger(maxAttempts) && maxAttempts >= 1)) {
    throw invalid('maxAttempts', maxAttempts, 'it is a whole number, 1 or more')
  }
}

/** Node's timers hold 2^31 - 1 milliseconds. */
const longestTimeout = 2_147_483

function invalid(name: string, value: string | number, rule: string): ByoError {
  const seen = JSON.stringify(String(value).slice(0, 100))
  return new ByoError('invalid-option', `${name} is ${seen}; ${rule}.`)
}
