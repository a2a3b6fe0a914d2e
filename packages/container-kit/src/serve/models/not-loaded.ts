import { HttpError } from '../../errors.ts'

/** The answer that makes the platform load a model. */
export function notLoaded(name: string): HttpError {
  return new HttpError(
    404,
    `There is no model ${JSON.stringify(name)} here: load it with POST /models first.`,
  )
}
