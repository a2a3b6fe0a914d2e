import type { ByoError } from '../../errors.ts'
import { refusedPush } from './registry-errors.ts'

/** Whether the answer has one of the statuses. */
export function isStatus(response: Response, ...statuses: readonly number[]): boolean {
  return statuses.includes(response.status)
}

/** The error of an answer that isn't what was asked for, with the registry's own words. */
export async function refusalOf(
  place: { readonly host: string; readonly repository: string },
  response: Response,
): Promise<ByoError> {
  const text = await response.text().catch(() => '')
  return refusedPush(place, response.status, wordsOf(text))
}

/** The registry's reasons, such as `UNAUTHORIZED: authentication required`. */
export function wordsOf(text: string): string {
  try {
    const { errors } = JSON.parse(text) as {
      readonly errors: readonly { readonly code?: string; readonly message?: string }[]
    }
    return errors.map(({ code, message }) => [code, message].filter(Boolean).join(': ')).join('; ')
  } catch {
    return ''
  }
}
