import { earthRules } from './earth.ts'
import { mdaRules } from './mda.ts'
import { ownRules } from './own.ts'
import type { Rules } from './rules.ts'

/** The rule set that a value of `compat` names; undefined where there is none of that name. */
export function chooseRules(compat: unknown): Rules | undefined {
  return [ownRules, earthRules, mdaRules].find((rules) => rules.compat === compat)
}
