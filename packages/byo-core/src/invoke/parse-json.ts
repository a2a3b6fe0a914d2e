import { ByoError } from '../errors.ts'

/** The value of a JSON text; `place` says where in the answer it stands. */
export function parseJson(text: string, place?: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const subject =
      place === undefined ? "The endpoint's answer" : `The endpoint's answer, ${place},`
    const excerpt = text.length > 100 ? `${text.slice(0, 100)}…` : text
    throw new ByoError('prediction-unreadable', `${subject} is not JSON: ${excerpt}.`, { cause })
  }
}
