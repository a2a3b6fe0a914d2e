import { describe, MarsError } from '../errors.ts'
import type { GlmKind } from '../glm/glm-fit.ts'
import { chooseRules } from '../rules/choose-rules.ts'
import { type CoefficientMethod, coefficientMethods } from '../rules/coefficient-method.ts'
import { type PruningMethod, pruningMethods } from '../rules/pruning-method.ts'
import type { RuleOption, Rules } from '../rules/rules.ts'
import { factorsOf, type ResolvedFactor } from './factor-options.ts'
import { glmOf } from './glm-options.ts'
import type {
  AbortSignalLike,
  MarsOptions,
  MarsProgress,
  MissingValues,
  UnseenLevels,
} from './mars-options.ts'
import { nearestName } from './nearest-name.ts'
import {
  booleanOf,
  functionOf,
  namesOf,
  numberOf,
  numbersOf,
  oneOf,
  optionalFunction,
  signalOf,
  weightsOf,
} from './option-values.ts'
import type { MarsProposal } from './proposed-factor.ts'

/** Checked options, every default filled in but those that wait for the design columns. */
export interface ResolvedOptions {
  readonly rules: Rules
  readonly degree: number
  /** 0 until the number of design columns is known. */
  readonly nk: number
  readonly penalty: number
  readonly thresh: number
  readonly minspan: number
  readonly endspan: number
  readonly adjustEndspan: number
  readonly newvarPenalty: number
  readonly fastK: number
  readonly fastBeta: number
  readonly autoLinpreds: boolean
  readonly linpreds: readonly string[]
  /** As given; null for none. */
  readonly weights: string | ArrayLike<number> | null
  /** As given; null for none. */
  readonly wp: readonly number[] | null
  /** As given; null for none. */
  readonly allowed: ((proposal: MarsProposal) => boolean) | null
  readonly pmethod: PruningMethod
  readonly coefficients: CoefficientMethod
  /** Null for what the rows amount to. */
  readonly observations: number | null
  /** Infinity where there is no bound. */
  readonly nprune: number
  /** Null where none is asked for. */
  readonly glm: GlmKind | null
  /** Infinity where every knot is tried at once. */
  readonly maxKnots: number
  /** Bytes. */
  readonly searchMemory: number
  readonly webAssembly: boolean
  readonly interceptColumn: boolean
  readonly unseenLevels: UnseenLevels
  readonly factors: ReadonlyMap<string, ResolvedFactor>
  readonly missing: MissingValues
  /** Null where none are given. */
  readonly columnNames: readonly string[] | null
  readonly onProgress: (progress: MarsProgress) => void
  readonly signal: AbortSignalLike
}

/** Checks the options once, at the door, and fills in the defaults of the rules they ask for. */
export function resolveOptions(given: MarsOptions): ResolvedOptions {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new MarsError('invalid-option', `The options are ${describe(given)}, not an object.`)
  }
  const rules = rulesOf(given)
  refuseForeignOptions(given, rules)
  refuseWeightedHandicap(given, rules)
  const { defaults } = rules
  const degree = numberOf('degree', given.degree, 1, { least: 1, most: 100, whole: true })
  return {
    rules,
    degree,
    nk: numberOf('nk', given.nk, 0, { least: 1, most: 1000, whole: true }),
    thresh: numberOf('thresh', given.thresh, 0.001, { least: 0, below: 1 }),
    minspan: numberOf('minspan', given.minspan, 0, { whole: true }),
    endspan: numberOf('endspan', given.endspan, 0, { least: 0, whole: true }),
    adjustEndspan: numberOf('adjustEndspan', given.adjustEndspan, defaults.adjustEndspan, {
      least: 0,
      most: 10,
    }),
    newvarPenalty: numberOf('newvarPenalty', given.newvarPenalty, 0, { least: 0 }),
    fastK: numberOf('fastK', given.fastK, defaults.fastK, { whole: true }),
    fastBeta: numberOf('fastBeta', given.fastBeta, defaults.fastBeta, { least: 0, most: 1000 }),
    autoLinpreds: booleanOf('autoLinpreds', given.autoLinpreds, defaults.autoLinpreds),
    linpreds: namesOf('linpreds', given.linpreds),
    weights: weightsOf(given.weights),
    wp: numbersOf('wp', given.wp),
    allowed: optionalFunction('allowed', given.allowed),
    ...resolvePruning(given, {
      pmethod: pruningMethods[0],
      nprune: Number.POSITIVE_INFINITY,
      penalty: degree > 1 ? 3 : 2,
    }),
    coefficients: coefficientsOf(given.coefficients, rules),
    observations:
      given.observations === undefined
        ? null
        : numberOf('observations', given.observations, 0, { least: 2 }),
    glm: glmOf(given.glm),
    maxKnots:
      given.maxKnots === Number.POSITIVE_INFINITY
        ? given.maxKnots
        : numberOf('maxKnots', given.maxKnots, defaults.maxKnots, { least: 10, whole: true }),
    searchMemory: numberOf('searchMemory', given.searchMemory, 2 ** 30, { least: 0 }),
    webAssembly: booleanOf('webAssembly', given.webAssembly, true),
    interceptColumn: booleanOf('interceptColumn', given.interceptColumn, false),
    unseenLevels: unseenLevelsOf(given.unseenLevels),
    factors: factorsOf(given.factors),
    missing: missingOf(given.missing, rules),
    columnNames: given.columnNames === undefined ? null : namesOf('columnNames', given.columnNames),
    onProgress: functionOf('onProgress', given.onProgress),
    signal: signalOf(given.signal),
  }
}

/** Checks the options that pruning depends on; what is absent is as in `byDefault`. */
export function resolvePruning(
  given: Pick<MarsOptions, 'pmethod' | 'nprune' | 'penalty'>,
  byDefault: Pick<ResolvedOptions, 'pmethod' | 'nprune' | 'penalty'>,
): Pick<ResolvedOptions, 'pmethod' | 'nprune' | 'penalty'> {
  return {
    pmethod: oneOf('pmethod', given.pmethod ?? byDefault.pmethod, pruningMethods),
    nprune: numberOf('nprune', given.nprune, byDefault.nprune, { least: 1, whole: true }),
    penalty: penaltyOf(given.penalty, byDefault.penalty),
  }
}

/** Checks a value of `unseenLevels`; absent means that unseen levels are errors. */
export function unseenLevelsOf(value: unknown): UnseenLevels {
  return oneOf('unseenLevels', value, ['error', 'baseline'])
}

/** Checks the value of `missing`; not all rules have terms for missing values. */
function missingOf(value: unknown, rules: Rules): MissingValues {
  const missing = oneOf('missing', value, ['refuse', 'omit', 'terms'])
  if (missing !== 'terms' || rules.accepts.includes('missingTerms')) return missing
  throw new MarsError(
    'unsupported-option',
    `Option missing is "terms", which does not go with compat '${rules.compat}': leave one of the two out.`,
  )
}

/** The way to get coefficients, which the rules have to have. */
function coefficientsOf(value: unknown, rules: Rules): CoefficientMethod {
  const method = oneOf('coefficients', value ?? rules.coefficients[0], coefficientMethods)
  if (rules.coefficients.includes(method)) return method
  throw new MarsError(
    'unsupported-option',
    `Option coefficients is '${method}', which does not go with compat '${rules.compat}': leave one of the two out.`,
  )
}

/** The rule set that `compat` names. */
function rulesOf(given: MarsOptions): Rules {
  const rules = chooseRules(given.compat ?? null)
  if (rules) return rules
  throw new MarsError(
    'invalid-option',
    `Option compat is ${describe(given.compat)}: it can be 'earth', 'mda' or null.`,
  )
}

/** Whether {@link fitMars} has an option of that name. */
export function isMarsOption(name: string): boolean {
  return Object.hasOwn(optionNames, name)
}

/** Refuses names that are no option, and options that these rules do not have. */
export function refuseForeignOptions(given: MarsOptions, rules: Rules): void {
  for (const [name, value] of Object.entries(given)) {
    if (!isMarsOption(name)) {
      const known = Object.keys(optionNames)
      throw new MarsError(
        'unknown-option',
        `There is no option ${describe(name)}: did you mean ${nearestName(name, known)}?`,
      )
    }
    const everywhere = optionNames[name as keyof MarsOptions] === 'always'
    if (!everywhere && value !== undefined && !rules.accepts.includes(name as RuleOption)) {
      throw new MarsError(
        'unsupported-option',
        `Option ${name} does not go with ${
          rules.compat === null ? 'our own rules' : `compat '${rules.compat}'`
        }: leave it out${name.startsWith('fast') ? ", or ask for compat 'earth'" : ''}.`,
      )
    }
  }
}

/** Refuses a handicap where rows have weights, if these rules cannot have both. */
function refuseWeightedHandicap({ weights, newvarPenalty }: MarsOptions, rules: Rules): void {
  if (rules.handicapsWeighted || weights === undefined || !newvarPenalty) return
  throw new MarsError(
    'unsupported-option',
    `Option newvarPenalty does not go with weights under compat '${rules.compat}': leave one of them out.`,
  )
}

/** A penalty is −1 (no charge) or at least 0. */
function penaltyOf(value: unknown, byDefault: number): number {
  const penalty = numberOf('penalty', value, byDefault, { least: -1 })
  if (penalty >= 0 || penalty === -1) return penalty
  throw new MarsError(
    'invalid-option',
    `Option penalty is ${penalty}: it can be -1 (no charge) or at least 0.`,
  )
}

/**
 * Every option, and whether all rule sets have it; the compiler sees to it that none is forgotten.
 */
const optionNames: Record<keyof MarsOptions, 'always' | 'by-rules'> = {
  compat: 'always',
  degree: 'always',
  nk: 'always',
  penalty: 'always',
  thresh: 'always',
  minspan: 'by-rules',
  endspan: 'by-rules',
  adjustEndspan: 'by-rules',
  newvarPenalty: 'by-rules',
  fastK: 'by-rules',
  fastBeta: 'by-rules',
  autoLinpreds: 'by-rules',
  linpreds: 'by-rules',
  weights: 'by-rules',
  wp: 'always',
  allowed: 'by-rules',
  pmethod: 'always',
  coefficients: 'always',
  observations: 'by-rules',
  nprune: 'by-rules',
  glm: 'by-rules',
  interceptColumn: 'always',
  unseenLevels: 'always',
  factors: 'always',
  missing: 'always',
  columnNames: 'always',
  onProgress: 'always',
  signal: 'always',
  maxKnots: 'by-rules',
  searchMemory: 'always',
  webAssembly: 'always',
}
