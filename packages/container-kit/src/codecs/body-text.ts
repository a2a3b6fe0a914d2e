import { HttpError } from '../errors.ts'

/** Returns a body as text in its charset, without a byte order mark; 415 for a charset unknown, 400 for bytes that are not in it. */
export function bodyText(body: Uint8Array, charset: string): string {
  try {
    return decoderOf(charset).decode(body)
  } catch (cause) {
    if (cause instanceof HttpError) throw cause
    throw new HttpError(400, `The request body is not ${charset} text.`, { cause })
  }
}

function decoderOf(charset: string): InstanceType<typeof TextDecoder> {
  if (charset === 'utf-8') return utf8
  try {
    return new TextDecoder(charset, { fatal: true })
  } catch (cause) {
    throw new HttpError(
      415,
      `The charset ${JSON.stringify(charset)} is not supported: send utf-8.`,
      { cause },
    )
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
