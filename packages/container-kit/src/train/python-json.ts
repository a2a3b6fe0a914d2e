// JSON as Python's json module reads and writes it, for programs that expect the very text that AWS's training toolkit
// gives them: 1.0 stays a float, 9007199254740993 keeps its digits, NaN is a number, keys are sorted, what is not ASCII is
// escaped. Python's int is a bigint here, its float a number.

/** A JSON value that knows ints from floats. */
export type PythonValue =
  | string
  | boolean
  | null
  | number
  | bigint
  | readonly PythonValue[]
  | { readonly [key: string]: PythonValue }

/** Reads JSON as Python does; undefined if it is none. */
export function parsePythonJson(text: string): PythonValue | undefined {
  try {
    // Numbers that Python alone has count as any other.
    JSON.parse(text.replace(tokens, (token) => (pythonFloats.has(token) ? '0' : token)))
    const marked = text.replace(tokens, (token) =>
      token.startsWith('"') ? `"s${token.slice(1)}` : `"n${token}"`,
    )
    return unmarked(JSON.parse(marked))
  } catch {
    return undefined
  }
}

/** Writes JSON as `json.dumps(value, sort_keys=True, separators=(',', ':'))` does. */
export function formatPythonJson(value: PythonValue): string {
  if (isList(value)) return `[${value.map(formatPythonJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = sortedEntries(value).map(
      ([key, each]) => `${quoted(key)}:${formatPythonJson(each)}`,
    )
    return `{${entries.join(',')}}`
  }
  if (typeof value === 'string') return quoted(value)
  return typeof value === 'number' ? formatFloat(value) : String(value)
}

/** Writes a value as Python's `str` does. */
export function formatPythonText(value: PythonValue): string {
  return typeof value === 'string' ? value : repr(value)
}

/** The members of an object in the order of their keys' code points. */
export function sortedEntries<Value>(object: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(object).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

export function isList(value: PythonValue): value is readonly PythonValue[] {
  return Array.isArray(value)
}

/** Takes the marks off again, which tell texts from numbers. */
function unmarked(value: unknown): PythonValue {
  if (typeof value === 'string') {
    const text = value.slice(1)
    return value.startsWith('s') ? text : numberOf(text)
  }
  if (Array.isArray(value)) return value.map(unmarked)
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, each]) => [key.slice(1), unmarked(each)])
    return Object.fromEntries(entries) as { readonly [key: string]: PythonValue }
  }
  return value as boolean | null
}

function numberOf(token: string): number | bigint {
  return /^-?\d+$/.test(token) ? BigInt(token) : Number(token)
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: all that is not printable ASCII
    /[^\x00-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Python turns to exponents below 1e-4 and from 1e16, and writes them with two digits. */
function formatFloat(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Object.is(value, -0)) return '-0.0'
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (value !== 0 && (power < -4 || power >= 16)) {
    const sign = power < 0 ? '-' : '+'
    return `${digits}e${sign}${String(Math.abs(power)).padStart(2, '0')}`
  }
  const decimals = Math.max(0, (digits.split('.')[1]?.length ?? 0) - power)
  return power >= 0 && decimals === 0 ? `${BigInt(value)}.0` : value.toFixed(decimals)
}

function repr(value: PythonValue): string {
  if (isList(value)) return `[${value.map(repr).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, each]) => `${repr(key)}: ${repr(each)}`)
    return `{${entries.join(', ')}}`
  }
  if (typeof value === 'string') return reprText(value)
  if (typeof value === 'number')
    return formatFloat(value).replace('Infinity', 'inf').replace('NaN', 'nan')
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return String(value)
}

function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const body = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
  return `${quote}${body}${quote}`
}

const pythonFloats = new Set(['NaN', 'Infinity', '-Infinity'])

/** Strings, which are left alone but for their mark, and numbers. */
const tokens = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN|-?\d[\d.eE+-]*/gs
