import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { headers as names } from '@byo/container-kit/contract'

/** Headers of a container's answer that reach the caller. */
const answered = [
  names.contentType,
  names.customAttributes,
  'x-amzn-sagemaker-new-session-id',
  'x-amzn-sagemaker-closed-session-id',
]

/** The headers of an invocation that its container sees: those of the API, and no other of the client's. */
export function containerHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return pick(headers, Object.values(names))
}

/** The headers of a container's answer that its caller sees, and which variant has answered. */
export function callerHeaders(
  headers: IncomingHttpHeaders,
  variantName: string,
): OutgoingHttpHeaders {
  return { ...pick(headers, answered), 'x-amzn-invoked-production-variant': variantName }
}

function pick(headers: IncomingHttpHeaders, chosen: readonly string[]): OutgoingHttpHeaders {
  return Object.fromEntries(
    chosen.filter((name) => headers[name] !== undefined).map((name) => [name, headers[name]]),
  )
}
