/**
 * What the container makes of a job's hyperparameters, after `@byo/container-kit`: names that SageMaker's own
 * tools add are not the program's, and a text that is quoted as JSON loses its quotes.
 */
export function readAsContainer(sent: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(sent).filter(([name]) => !reserved.test(name))
  return Object.fromEntries(own.map(([name, text]) => [name, withoutQuotes(text)]))
}

const reserved = /^(sagemaker_.*|_tuning_objective_metric)$/s

function withoutQuotes(text: string): string {
  if (!/^\s*".*"\s*$/s.test(text)) return text
  const found = parseJson(text)
  return found === undefined ? text : String(found.value)
}

/**
 * The value that the container takes a text for when its schema refuses the text: JSON, a number as people write
 * it (`.5`, `+1`), or a word of Python. Undefined where it stays a text, as do whole numbers that a double would
 * change.
 */
export function valueOfText(text: string): { readonly value: unknown } | undefined {
  const trimmed = text.trim()
  const word = pythonWords.get(trimmed)
  if (word !== undefined) return word
  if (/^[+-]?\d+$/.test(trimmed) && !Number.isSafeInteger(Number(trimmed))) return undefined
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)
  return isNumber ? { value: Number(trimmed) } : parseJson(text)
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

const pythonWords: ReadonlyMap<string, { readonly value: unknown }> = new Map([
  ['True', { value: true }],
  ['False', { value: false }],
  ['None', { value: null }],
  ['NaN', { value: Number.NaN }],
  ['Infinity', { value: Number.POSITIVE_INFINITY }],
  ['-Infinity', { value: Number.NEGATIVE_INFINITY }],
])
