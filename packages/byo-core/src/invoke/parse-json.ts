import { ByoError } from '../errors.ts'
import { excerpt } from '../wording/excerpt.ts'

/** The value of a JSON text; `subject` says whose it is. */
export function parseJson(text: string, subject = "The endpoint's answer"): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const message = `${subject} is not JSON: ${excerpt(text)}.`
    throw new ByoError('prediction-unreadable', message, { cause })
  }
}

/** The value of a line of JSON Lines, counted from 1. */
export function parseJsonLine(
  line: string,
  number: number,
  subject = "The endpoint's answer",
): unknown {
  return parseJson(line, `${subject}, line ${number},`)
}
