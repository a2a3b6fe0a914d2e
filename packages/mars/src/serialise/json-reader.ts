// Reading a JSON value of unknown origin: each reader returns a fresh value of the type or throws
// an error that names the field.
import { MarsError } from '../errors.ts'

/** The error for a field that is not what it has to be. */
export function invalidField(field: string, problem: string): MarsError {
  return new MarsError('invalid-model', `The model's JSON is damaged: ${field} ${problem}.`)
}

/** An object; its members are own properties only. */
export function readObject(value: unknown, field: string): (name: string) => unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidField(field, 'must be an object')
  }
  const members = new Map(Object.entries(value))
  return (name) => members.get(name)
}

/** A finite number, with a bound and whole if asked. */
export function readNumber(
  value: unknown,
  field: string,
  bounds: { readonly least?: number; readonly whole?: boolean } = {},
): number {
  const { least = -Number.MAX_VALUE, whole = false } = bounds
  const fits = typeof value === 'number' && Number.isFinite(value) && value >= least
  if (fits && (!whole || Number.isSafeInteger(value))) return value
  const kind = whole ? 'a whole number' : 'a number'
  throw invalidField(
    field,
    `must be ${kind}${bounds.least === undefined ? '' : ` of at least ${least}`}`,
  )
}

/** A text. */
export function readText(value: unknown, field: string): string {
  if (typeof value === 'string') return value
  throw invalidField(field, 'must be a text')
}

/** A boolean. */
export function readBoolean(value: unknown, field: string): boolean {
  if (typeof value === 'boolean') return value
  throw invalidField(field, 'must be true or false')
}

/** The member read, or no member at all where it is absent. */
export function optional<const Name extends string, Value>(
  name: Name,
  value: unknown,
  read: (value: unknown, field: Name) => Value,
): { [Each in Name]?: Value } {
  return (value === undefined ? {} : { [name]: read(value, name) }) as { [Each in Name]?: Value }
}

/** One of the choices. */
export function readChoice<const Choice extends string | number | null>(
  value: unknown,
  field: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((candidate) => candidate === value)
  if (choice !== undefined) return choice
  throw invalidField(
    field,
    `must be one of ${choices.map((each) => JSON.stringify(each)).join(', ')}`,
  )
}

/** An array, of `length` if one is given, each element read in turn. */
export function readArray<Element>(
  value: unknown,
  field: string,
  read: (element: unknown, field: string) => Element,
  length?: number,
): Element[] {
  if (!Array.isArray(value)) throw invalidField(field, 'must be an array')
  if (length !== undefined && value.length !== length) {
    throw invalidField(field, `must have ${length} elements and has ${value.length}`)
  }
  const elements: Element[] = []
  // By index, since map would pass over the holes of a sparse array.
  for (let index = 0; index < value.length; index += 1) {
    elements.push(read(value[index], `${field}[${index}]`))
  }
  return elements
}
