import { limits } from '@byo/container-kit/contract'
import { JobError } from '../errors.ts'

/** The reason that a job or an endpoint gives when an error has ended it. */
export function failureReasonOf(cause: unknown): string {
  if (cause instanceof JobError) return cutText(cause.message)
  const text = cause instanceof Error ? cause.message : String(cause)
  return cutText(`InternalServerError: ${text}`)
}

/** As much of a text as a `FailureReason` holds; no pair of surrogates is torn apart. */
export function cutText(text: string, length: number = limits.failureReasonChars): string {
  if (text.length <= length) return text
  const isTorn = /[\ud800-\udbff]/.test(text.charAt(length - 1))
  return text.slice(0, isTorn ? length - 1 : length)
}
