import { newSession } from '../../contract/routes.ts'
import { HttpError } from '../../errors.ts'

/** The answer to an id that no session has, or none any more. */
export function sessionUnknown(id: string): HttpError {
  return new HttpError(
    400,
    `There is no session ${JSON.stringify(id.slice(0, 256))}: it has expired, was ended or never was. Open one with the session id ${newSession}.`,
  )
}
