import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { headers as names } from '@byo/container-kit/contract'

/** Headers of an invocation that its container sees; no other of the client's reaches it. */
const passedOn = [
  names.contentType,
  names.accept,
  names.customAttributes,
  names.inferenceId,
  names.targetModel,
  names.targetVariant,
  names.targetContainerHostname,
  names.sessionId,
  names.enableExplanations,
  names.prefixAwareId,
]

/** Headers of a container's answer that reach the caller, besides its type. */
const answered = [names.customAttributes, names.newSessionId, names.closedSessionId]

/** Where a streamed invocation says what its `Accept` is: its answer as a whole is an event stream. */
const streamAccept = 'x-amzn-sagemaker-accept'
const streamContentType = 'x-amzn-sagemaker-content-type'
const invokedVariant = 'x-amzn-invoked-production-variant'

/** The headers of an invocation that its container sees. */
export function containerHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return pick(headers, passedOn)
}

/** The same of a streamed invocation. */
export function streamContainerHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const { [names.accept]: _, ...passed } = pick(headers, passedOn)
  const accept = headers[streamAccept]
  return accept === undefined ? passed : { ...passed, [names.accept]: accept }
}

/** The same of an asynchronous invocation, which says in headers of its own what the payload is. */
export function asyncContainerHeaders(
  headers: IncomingHttpHeaders,
  inferenceId: string,
): Readonly<Record<string, string>> {
  const seen = {
    [names.contentType]: headers[streamContentType],
    [names.accept]: headers[streamAccept],
    [names.customAttributes]: headers[names.customAttributes],
    [names.inferenceId]: inferenceId,
  }
  const given = Object.entries(seen).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as Record<string, string>
}

/** The headers of a container's answer that its caller sees, and which variant has answered. */
export function callerHeaders(
  headers: IncomingHttpHeaders,
  variantName: string,
): OutgoingHttpHeaders {
  const seen = pick(headers, answered)
  seen[invokedVariant] = variantName
  const contentType = headers['content-type']
  if (contentType !== undefined) seen[names.contentType] = contentType
  return seen
}

/** The same of a streamed answer. */
export function streamCallerHeaders(
  headers: IncomingHttpHeaders,
  variantName: string,
): OutgoingHttpHeaders {
  const { [names.contentType]: contentType, ...seen } = callerHeaders(headers, variantName)
  return contentType === undefined ? seen : { ...seen, [streamContentType]: contentType }
}

function pick(headers: IncomingHttpHeaders, chosen: readonly string[]): OutgoingHttpHeaders {
  const picked: OutgoingHttpHeaders = {}
  for (const name of chosen) {
    const value = headers[name]
    if (value !== undefined) picked[name] = value
  }
  return picked
}
