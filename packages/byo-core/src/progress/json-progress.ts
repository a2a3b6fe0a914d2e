import { isByoError } from '../errors.ts'
import type { StepEvent } from '../train-and-deploy/events.ts'
import type { ProgressStream } from './progress-stream.ts'

/** Each event as one JSON object a line, with the time that it came at. */
export function jsonProgress(
  stream: ProgressStream,
  now: () => number,
): (event: StepEvent) => void {
  return (event) => {
    const time = new Date(now()).toISOString()
    stream.write(`${JSON.stringify({ time, ...event }, writeErrors)}\n`)
  }
}

/** Errors with their message, which JSON leaves out, without stack and cause; those of others may hold anything. */
function writeErrors(_member: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value
  const { name, message } = value
  return isByoError(value) ? { ...value, name, message } : { name, message }
}
