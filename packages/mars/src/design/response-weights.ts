// What each response counts in sums over responses. Least squares has no weights for responses, so
// each is fitted times the root of its weight, and its coefficients are divided by that again.
import { listed, MarsError } from '../errors.ts'
import type { Rules } from '../rules/rules.ts'

/** What each response is multiplied by for the fit: 1 where there are no weights. */
export function responseScales(
  wp: readonly number[] | null,
  responses: readonly string[],
  rules: Rules,
): readonly number[] {
  if (wp === null) return responses.map(() => 1)
  if (wp.length !== responses.length) {
    throw invalid(
      `has ${wp.length} numbers and there are ${responses.length} responses (${listed(responses)}): give one a response`,
    )
  }
  for (const [r, weight] of wp.entries()) {
    const fits = rules.responseWeightMayBeZero ? weight >= 0 : weight > 0
    if (fits && weight <= largest) continue
    throw invalid(
      `holds ${weight} for response ${listed([responses[r]])}: it has to be ${rules.responseWeightMayBeZero ? 'at least' : 'above'} 0 and at most ${largest}`,
    )
  }
  if (wp.every((weight) => weight === 0)) {
    throw invalid('is 0 for every response: some response has to count')
  }
  return rules.responseScales(wp)
}

/** Weights multiply squares that are themselves near the end of what a double holds. */
const largest = 1e75

/** The error for weights that cannot be used. */
function invalid(what: string): MarsError {
  return new MarsError('invalid-option', `Option wp ${what}.`)
}
