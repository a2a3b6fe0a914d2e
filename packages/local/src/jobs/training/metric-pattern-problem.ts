import { compilePythonPattern } from './python-pattern.ts'

/** Why a metric's regular expression cannot be used; undefined for one that can. */
export function metricPatternProblem(regex: string): string | undefined {
  try {
    compilePythonPattern(regex)
    return undefined
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}
