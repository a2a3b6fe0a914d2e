import type { StepEvent } from './events.ts'
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

/** Errors with their message, which JSON leaves out, and without stack and cause. */
function writeErrors(_member: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value
  return { ...value, name: value.name, message: value.message }
}
