/** A Content-Type, taken apart. */
export interface MediaType {
  /** In lower case, without parameters: `text/csv`. */
  readonly type: string
  /** The charset parameter in lower case, `utf-8` if there is none. */
  readonly charset: string
}

/** Takes a Content-Type apart (RFC 9110, 8.3.1); undefined if it is none. */
export function parseMediaType(header: string): MediaType | undefined {
  const [type, ...parameters] = header.split(';')
  const name = type!.trim().toLowerCase()
  if (!mediaTypePattern.test(name)) return undefined
  return { type: name, charset: parameter(parameters, 'charset')?.toLowerCase() ?? 'utf-8' }
}

/** One range of an Accept header and its weight, 0 to 1. */
export interface AcceptRange {
  /** `text/csv`, `text/*` or everything, in lower case. */
  readonly range: string
  readonly weight: number
}

/** Takes an Accept header apart (RFC 9110, 12.5.1). What is no range is left out; a weight that is none counts as 1. */
export function parseAccept(header: string): readonly AcceptRange[] {
  return header.split(',').flatMap((part) => {
    const [type, ...parameters] = part.split(';')
    const range = type!.trim().toLowerCase()
    if (!mediaTypePattern.test(range)) return []
    const weight = Number(parameter(parameters, 'q') ?? 1)
    return [{ range, weight: weight >= 0 && weight <= 1 ? weight : 1 }]
  })
}

/** The weight that an Accept header gives a media type: that of the most specific range it falls in, 0 if it is in none. */
export function weightOf(type: string, ranges: readonly AcceptRange[]): number {
  const group = `${type.slice(0, type.indexOf('/'))}/*`
  for (const wanted of [type, group, '*/*']) {
    const found = ranges.find(({ range }) => range === wanted)
    if (found !== undefined) return found.weight
  }
  return 0
}

function parameter(parameters: readonly string[], name: string): string | undefined {
  for (const text of parameters) {
    const [key, value = ''] = text.split('=', 2)
    if (key!.trim().toLowerCase() === name) return value.trim().replace(/^"(.*)"$/, '$1')
  }
  return undefined
}

/** Two tokens of RFC 9110 with a slash between them. */
const mediaTypePattern = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+$/
