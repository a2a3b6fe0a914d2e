import { AwsError } from '../errors.ts'
import { allConstraints, brokenConstraints } from './constraints.ts'
import { requireType } from './json-types.ts'
import { inputShapeOf, type Shape, shapeNamed } from './service-model.ts'

/**
 * Returns the members of an operation's input that AWS's API model knows, all of them within its constraints.
 *
 * @throws AwsError `SerializationException` for a value of the wrong JSON type, and one error of the given code
 *   that lists every broken constraint, each in AWS's words.
 */
export function validateInput(
  operation: string,
  input: unknown,
  code = 'ValidationException',
): Record<string, unknown> {
  const { known, problems } = readInput(operation, input)
  throwProblems(problems, code)
  return known
}

/**
 * Returns the members of an operation's input that AWS's API model knows, and the constraints that they break,
 * for services with words of their own for these.
 *
 * @throws AwsError `SerializationException` for a value of the wrong JSON type.
 */
export function readInput(
  operation: string,
  input: unknown,
): { known: Record<string, unknown>; problems: readonly Problem[] } {
  const problems: Problem[] = []
  const known = readValue(inputShapeOf(operation), input, '', problems)
  return { known: known as Record<string, unknown>, problems }
}

/** A constraint that a value breaks. */
export interface Problem {
  /** The value as AWS quotes it. */
  readonly value: string
  /** Where it is, such as `resourceConfig.instanceType`. */
  readonly path: string
  /** Such as `Member must not be null`. */
  readonly constraint: string
}

/**
 * Checks the members of an operation's input that come as HTTP headers.
 *
 * @throws AwsError `ValidationError`, as SageMaker Runtime calls it.
 */
export function validateHeaders(
  operation: string,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): void {
  const problems: Problem[] = []
  for (const { header, path, shape } of headerMembersOf(operation)) {
    const value = headers[header]
    if (typeof value === 'string') readValue(shape, readHeader(shape, value), path, problems)
  }
  throwProblems(problems, 'ValidationError')
}

/** Numbers travel as text; a text that is none stays one, so that the check names its type. */
function readHeader({ type }: Shape, text: string): unknown {
  return type === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text
}

/** A member of an input that comes as a header. */
interface HeaderMember {
  readonly header: string
  readonly path: string
  readonly shape: Shape
}

const headerMembers = new Map<string, readonly HeaderMember[]>()

function headerMembersOf(operation: string): readonly HeaderMember[] {
  const known = headerMembers.get(operation)
  if (known !== undefined) return known
  const { members = {}, headers = {} } = inputShapeOf(operation)
  const found = Object.entries(headers).map(([header, member]) => ({
    header,
    path: lowerFirst(member),
    shape: shapeNamed(members[member] as string),
  }))
  headerMembers.set(operation, found)
  return found
}

/** Checks a value and all below it, notes what is wrong, and returns what the model knows of it. */
function readValue(shape: Shape, value: unknown, path: string, problems: Problem[]): unknown {
  requireType(shape, value, path)
  note(brokenConstraints(shape, value), value, path, problems)
  if (shape.type === 'structure') {
    return readStructure(shape, value as Record<string, unknown>, path, problems)
  }
  if (shape.type === 'list') return readList(shape, value as readonly unknown[], path, problems)
  if (shape.type === 'map') return readMap(shape, value as Record<string, unknown>, path, problems)
  return value
}

function readStructure(
  shape: Shape,
  value: Readonly<Record<string, unknown>>,
  path: string,
  problems: Problem[],
): Record<string, unknown> {
  const known: Record<string, unknown> = {}
  for (const member of Object.keys(shape.members ?? {})) {
    const memberPath = path === '' ? lowerFirst(member) : `${path}.${lowerFirst(member)}`
    const inner = Object.hasOwn(value, member) ? value[member] : undefined
    if (inner !== undefined && inner !== null) {
      known[member] = readMember(shape.members ?? {}, member, inner, memberPath, problems)
    } else if (shape.required?.includes(member)) {
      problems.push({ value: 'null', path: memberPath, constraint: 'Member must not be null' })
    }
  }
  return known
}

function readMember(
  members: Readonly<Record<string, string>>,
  member: string,
  value: unknown,
  path: string,
  problems: Problem[],
): unknown {
  return readValue(shapeNamed(members[member] as string), value, path, problems)
}

function readList(
  shape: Shape,
  values: readonly unknown[],
  path: string,
  problems: Problem[],
): unknown[] {
  const element = shapeNamed(shape.member as string)
  if (isNested(element)) {
    return values.map((value, i) => readValue(element, value, `${path}.${i + 1}.member`, problems))
  }
  requireElements(element, values, path)
  noteElements('Member', element, values, values, path, problems)
  return [...values]
}

function readMap(
  shape: Shape,
  map: Readonly<Record<string, unknown>>,
  path: string,
  problems: Problem[],
): Record<string, unknown> {
  const key = shapeNamed(shape.key as string)
  const element = shapeNamed(shape.value as string)
  const entries = Object.entries(map)
  noteElements('Map keys', key, Object.keys(map), map, path, problems)
  if (isNested(element)) {
    return Object.fromEntries(
      entries.map(([name, value]) => [
        name,
        readValue(element, value, `${path}.${name}.member`, problems),
      ]),
    )
  }
  for (const [name, value] of entries) requireType(element, value, `${path}.${name}`)
  noteElements('Map value', element, Object.values(map), map, path, problems)
  return Object.fromEntries(entries)
}

function requireElements(element: Shape, values: readonly unknown[], path: string): void {
  for (const [i, value] of values.entries()) requireType(element, value, `${path}.${i + 1}`)
}

/** AWS names a list or map as a whole when one of its texts or numbers is wrong, with all they must satisfy. */
function noteElements(
  subject: string,
  element: Shape,
  values: readonly unknown[],
  whole: unknown,
  path: string,
  problems: Problem[],
): void {
  if (values.every((value) => brokenConstraints(element, value).length === 0)) return
  note(
    [`${subject} must satisfy constraint: [${allConstraints(element).join(', ')}]`],
    whole,
    path,
    problems,
  )
}

function note(broken: readonly string[], value: unknown, path: string, problems: Problem[]): void {
  for (const constraint of broken) {
    problems.push({ value: `'${show(value)}'`, path, constraint })
  }
}

function throwProblems(problems: readonly Problem[], code: string): void {
  if (problems.length === 0) return
  const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected`
  const texts = problems.map(
    ({ value, path, constraint }) =>
      `Value ${value} at '${path}' failed to satisfy constraint: ${constraint}`,
  )
  throw new AwsError(code, `${count}: ${texts.join('; ')}`)
}

function isNested({ type }: Shape): boolean {
  return type === 'structure' || type === 'list' || type === 'map'
}

/** A value as Java prints it, which is how AWS quotes it; cut where no one would read on. */
function show(value: unknown): string {
  const text = showWhole(value)
  return text.length > 2048 ? `${text.slice(0, 2048)}…` : text
}

function showWhole(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(showWhole).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value).map(([name, inner]) => `${name}=${showWhole(inner)}`)
  return `{${entries.join(', ')}}`
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
