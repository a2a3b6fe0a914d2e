/**
 * Returns the value that a hyperparameter's text stands for: JSON, a number as people write it (`.5`, `+1`), or
 * Python's `True`, `False`, `None`, `NaN`. Undefined if it stands for nothing else than itself, which includes
 * whole numbers that a double would change (`9007199254740993`).
 */
export function decodeValue(text: string): { readonly value: unknown } | undefined {
  const word = pythonWords.get(text.trim())
  if (word !== undefined) return word
  const value = decodeJson(text) ?? decodeNumber(text)
  return value === undefined || isRounded(text, value.value) ? undefined : value
}

function decodeJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

function decodeNumber(text: string): { readonly value: number } | undefined {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text)
    ? { value: Number(text) }
    : undefined
}

function isRounded(text: string, value: unknown): boolean {
  return typeof value === 'number' && /^\s*[+-]?\d+\s*$/.test(text) && !Number.isSafeInteger(value)
}

const pythonWords: ReadonlyMap<string, { readonly value: unknown }> = new Map([
  ['True', { value: true }],
  ['False', { value: false }],
  ['None', { value: null }],
  ['NaN', { value: Number.NaN }],
  ['Infinity', { value: Number.POSITIVE_INFINITY }],
  ['-Infinity', { value: Number.NEGATIVE_INFINITY }],
])
