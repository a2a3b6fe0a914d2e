import { headers } from '../../contract/routes.ts'
import type { SessionFacts } from './session.ts'

/**
 * Returns what an answer says of its session: that it is open, and until when (`<id>; Expires=2026-01-31T12:00:00Z`), or that it
 * has ended.
 */
export function sessionHeaders({
  id,
  isNew,
  isEnded,
  expires,
}: SessionFacts): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {}
  if (isNew) fields[headers.newSessionId] = `${id}; Expires=${wholeSeconds(expires)}`
  if (isEnded) fields[headers.closedSessionId] = id
  return fields
}

/** The platform takes no fractions. */
function wholeSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`
}
