import { readConfig } from './read-config.ts'

/** Hyperparameters as they were sent, apart from those that senders add for themselves. */
export interface SentHyperparameters {
  /** The user's own, as text. */
  readonly own: Readonly<Record<string, string>>
  /** Those of SageMaker's SDK and tuner: `sagemaker_*`, `_tuning_objective_metric`. */
  readonly reserved: Readonly<Record<string, string>>
}

/**
 * Reads `hyperparameters.json`. No file means no hyperparameters. Values are strings; one that the SageMaker
 * Python SDK wrote as a JSON string (`"\"abc\""`) loses those quotes, and one that somebody wrote by hand as a
 * number or a list becomes its JSON text.
 */
export function readHyperparameters(path: string): SentHyperparameters {
  const own: [string, string][] = []
  const reserved: [string, string][] = []
  for (const [name, value] of Object.entries(readConfig(path) ?? {})) {
    const text = typeof value === 'string' ? withoutJsonQuotes(value) : JSON.stringify(value)
    const kind = isReserved(name) ? reserved : own
    kind.push([name, text])
  }
  return { own: Object.fromEntries(own), reserved: Object.fromEntries(reserved) }
}

/** Whether a hyperparameter comes from the SDK or the tuner. */
export function isReserved(name: string): boolean {
  return name.startsWith('sagemaker_') || name === '_tuning_objective_metric'
}

function withoutJsonQuotes(text: string): string {
  if (!/^\s*".*"\s*$/s.test(text)) return text
  try {
    return String(JSON.parse(text))
  } catch {
    return text
  }
}
