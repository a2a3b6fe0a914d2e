// JSONPath as batch transform has it: `$`, `.name`, `['name','name']`, `[1]`, `[1,-1]`, `[1:3]` and `*`. What a path gives
// is as in Jayway's JsonPath, which AWS's guide refers to: a path that can mean one value only gives that value, and any
// other a list; several names at the end give an object of these. No library for Node has these rules: by RFC 9535 a path
// gives a list in any case, and names make no object.

/** A path, ready to be followed. */
export interface JsonPath {
  readonly text: string
  readonly steps: readonly Step[]
}

type Step =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | {
      readonly kind: 'slice'
      readonly start: number | undefined
      readonly end: number | undefined
    }
  | { readonly kind: 'all' }

/** A path that is none, or leads nowhere. */
export class JsonPathError extends Error {
  override readonly name = 'JsonPathError'
}

/** Reads a path. @throws JsonPathError for what is none, or none of those that batch transform has. */
export function parseJsonPath(text: string): JsonPath {
  if (!text.startsWith('$')) throw invalid(text, 'it does not begin with $')
  const steps: Step[] = []
  let rest = text.slice(1)
  while (rest !== '') {
    const match = dotStep.exec(rest) ?? bracketStep.exec(rest)
    if (match === null) throw invalid(text, `"${rest}" is not supported`)
    const { name, content } = match.groups as { name?: string; content?: string }
    steps.push(name === undefined ? bracketed(text, content ?? '') : dotted(name))
    rest = rest.slice(match[0].length)
  }
  return { text, steps }
}

/** Whether a path takes nothing but places in a list, as one of a CSV row has to. */
export function isIndexPath({ steps: [first, ...others] }: JsonPath): boolean {
  return others.length === 0 && first?.kind !== 'names'
}

/** What a path gives of a value. @throws JsonPathError when it leads nowhere. */
export function followJsonPath({ text, steps }: JsonPath, value: unknown): unknown {
  const isDefinite = steps.every((step, i) => givesOne(step, i === steps.length - 1))
  let found: unknown[] = [value]
  // Behind a step that gives many, what some of them lack is passed over.
  let isSure = true
  for (const [i, step] of steps.entries()) {
    const isLast = i === steps.length - 1
    found = found.flatMap((one) => {
      const next = take(step, one, isLast)
      if (next === undefined && isSure)
        throw new JsonPathError(`The JsonPath ${text} leads to nothing in ${shorten(one)}.`)
      return next ?? []
    })
    isSure &&= givesOne(step, isLast)
  }
  return isDefinite ? found[0] : found
}

const dotStep = /^\.(?<name>\*|[^.[\]*'"\s,]+)/
/** A dot before the bracket is superfluous and allowed. Inside of quotes a bracket closes nothing. */
const bracketStep = /^\.?\[(?<content>(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\]'"])*)\]/
const quoted = /^\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*(,|$)/

function dotted(name: string): Step {
  return name === '*' ? { kind: 'all' } : { kind: 'names', names: [name] }
}

function bracketed(path: string, content: string): Step {
  const text = content.trim()
  if (text === '*') return { kind: 'all' }
  if (/^['"]/.test(text)) return { kind: 'names', names: quotedNames(path, text) }
  const slice = /^(-?\d+)?\s*:\s*(-?\d+)?$/.exec(text)
  if (slice !== null) return { kind: 'slice', start: number(slice[1]), end: number(slice[2]) }
  if (/^-?\d+(?:\s*,\s*-?\d+)*$/.test(text))
    return { kind: 'indexes', indexes: text.split(',').map(Number) }
  if (!text.includes(':')) throw invalid(path, `"[${content}]" is not supported`)
  throw invalid(
    path,
    `only single range filters of format (eg: [1:5]) are supported. Format [${content}] is not supported`,
  )
}

function quotedNames(path: string, text: string): string[] {
  const names: string[] = []
  for (let rest = text; ; ) {
    const match = quoted.exec(rest)
    if (match === null) throw invalid(path, `"[${text}]" is not supported`)
    names.push((match[1] ?? match[2] ?? '').replace(/\\(.)/gs, '$1'))
    rest = rest.slice(match[0].length)
    if (match[3] === '') return names
  }
}

function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}

/** Whether a step gives one value at most of each that it is taken from. */
function givesOne(step: Step, isLast: boolean): boolean {
  if (step.kind === 'names') return step.names.length === 1 || isLast
  return step.kind === 'indexes' && step.indexes.length === 1
}

/** What a step gives of one value; undefined where it leads nowhere. */
function take(step: Step, value: unknown, isLast: boolean): readonly unknown[] | undefined {
  if (step.kind === 'all')
    return typeof value === 'object' && value !== null ? Object.values(value) : undefined
  if (step.kind === 'names') return takeNames(step.names, value, isLast)
  if (!Array.isArray(value)) return undefined
  if (step.kind === 'slice') {
    const range = value.slice(step.start, step.end)
    return range.length > 0 ? range : undefined
  }
  const places = step.indexes.map((index) => (index < 0 ? index + value.length : index))
  if (places.some((place) => place < 0 || place >= value.length)) return undefined
  return places.map((place) => value[place])
}

function takeNames(
  names: readonly string[],
  value: unknown,
  isLast: boolean,
): readonly unknown[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const members = value as Readonly<Record<string, unknown>>
  const there = names.filter((name) => Object.hasOwn(members, name))
  if (there.length === 0) return undefined
  if (names.length > 1 && isLast) {
    return [Object.fromEntries(there.map((name) => [name, members[name]]))]
  }
  return there.map((name) => members[name])
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`
}

function invalid(path: string, reason: string): JsonPathError {
  return new JsonPathError(`Invalid JsonPath: ${path}: ${reason}`)
}
