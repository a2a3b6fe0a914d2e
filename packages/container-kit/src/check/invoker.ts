import { readFile } from 'node:fs/promises'
import { routes } from '../contract/routes.ts'
import type { Ask } from './http.ts'
import type { ResolvedCheckOptions } from './resolve-options.ts'

/** The user's payload as a request. */
export interface Invoker {
  readonly body: Uint8Array
  readonly contentType: string
  /** The good request, or a variant of it; a header that is undefined is left out. */
  request(variant?: Variant): Ask
}

/** What is otherwise than in the good request. */
export interface Variant extends Omit<Ask, 'path' | 'headers' | 'method'> {
  readonly headers?: Readonly<Record<string, string | undefined>>
}

/** Reads the payload; undefined if there is none. */
export async function readInvoker({
  payload,
  accept,
}: ResolvedCheckOptions): Promise<Invoker | undefined> {
  if (payload === undefined) return undefined
  const body = await readFile(payload.file)
  return {
    body,
    contentType: payload.contentType,
    request({ headers = {}, ...variant } = {}) {
      const all = { 'content-type': payload.contentType, accept, ...headers }
      return {
        method: 'POST',
        path: routes.invocations,
        body,
        ...variant,
        headers: Object.fromEntries(
          Object.entries(all).flatMap(([name, value]) =>
            value === undefined ? [] : [[name, value]],
          ),
        ),
      }
    },
  }
}

/** Whether a content type is text whose form a server has to know to read it. */
export function isStructuredText(contentType: string): boolean {
  return /csv|json/i.test(contentType)
}
