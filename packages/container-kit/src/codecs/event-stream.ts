import type { Codec } from './codec.ts'
import { stringifyJson } from './json.ts'

/** Writes `text/event-stream`, as `EventSource` reads it: an event a value, text as it is, anything else as JSON. */
export const eventStreamCodec: Codec = {
  mediaTypes: ['text/event-stream'],
  decode: {},
  encode: formatEvent,
}

/** Returns a value as one event, or undefined for bytes and for what JSON has no form for. */
export function formatEvent(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : stringifyJson(value)
  return text === undefined ? undefined : `data: ${text.replace(/\r\n|\r|\n/g, '\ndata: ')}\n\n`
}
