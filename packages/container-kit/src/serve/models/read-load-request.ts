import type { IncomingMessage } from 'node:http'
import { bodyText } from '../../codecs/body-text.ts'
import { limits } from '../../contract/limits.ts'
import { HttpError } from '../../errors.ts'
import { readBody } from '../http/read-body.ts'

/** Which model is to be loaded, and where it lies. */
interface LoadRequest {
  readonly name: string
  readonly url: string
}

/**
 * Reads the body of POST /models, `{ "model_name": …, "url": … }`.
 *
 * @throws HttpError 400 that says what is wrong with it; 413 if it is larger than any such body.
 */
export async function readLoadRequest(message: IncomingMessage): Promise<LoadRequest> {
  const body = await new Promise<Uint8Array>((read, fail) =>
    readBody(message, maxBytes, { read, fail }),
  )
  const text = bodyText(body, 'utf-8')
  const { model_name: name, url } = fieldsOf(text)
  if (typeof name !== 'string' || !isName(name)) throw refused('model_name', nameRule, name)
  if (typeof url !== 'string' || url === '') throw refused('url', 'a path', url)
  return { name, url }
}

function fieldsOf(text: string): { readonly model_name?: unknown; readonly url?: unknown } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : ''
    throw new HttpError(400, `The request body is not JSON: ${reason}`, { cause })
  }
  if (typeof value === 'object' && value !== null) return value
  throw new HttpError(400, 'The request body is not a JSON object: send model_name and url.')
}

/** Any text that a path can carry: half a character cannot be encoded, so nobody could ask for such a model. */
function isName(name: string): boolean {
  return name !== '' && name.length <= limits.targetModelChars && !/\p{Surrogate}/u.test(name)
}

function refused(field: string, expected: string, value: unknown): HttpError {
  const seen = value === undefined ? 'missing' : JSON.stringify(value).slice(0, 100)
  return new HttpError(400, `${field} is ${seen}: expected ${expected}.`)
}

const nameRule = `a text of 1 to ${limits.targetModelChars} characters`

/** A name, a path and what senders may add. */
const maxBytes = 1024 * 1024
