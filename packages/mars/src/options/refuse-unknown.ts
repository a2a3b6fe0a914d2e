import { describe, MarsError } from '../errors.ts'

/** Refuses options that are no object, or hold a name that the method does not know. */
export function refuseUnknown(given: unknown, method: string, known: readonly string[]): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new MarsError(
      'invalid-option',
      `The options of ${method} are ${describe(given)}, not an object.`,
    )
  }
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue
    throw new MarsError(
      'unknown-option',
      `There is no option ${describe(name)} of ${method}: it has ${known.join(', ')}.`,
    )
  }
}
