/**
 * How a range is searched: `Logarithmic` where values that differ by a factor matter, such as 0.001 to 10;
 * `ReverseLogarithmic` for values close to 1, such as 0.9 to 0.999.
 *
 * @public
 */
export type RangeScaling = 'Auto' | 'Linear' | 'Logarithmic' | 'ReverseLogarithmic'

/**
 * How `integer` and `continuous` are searched.
 *
 * @public
 */
export interface RangeOptions {
  /** Where values lie closer together. @defaultValue SageMaker's, `Auto` */
  readonly scaling?: RangeScaling | undefined
}

/**
 * Whole numbers to search, both ends included.
 *
 * @public
 */
export interface IntegerRange extends RangeOptions {
  /** Always `integer`. */
  readonly kind: 'integer'
  /** The smallest. */
  readonly min: number
  /** The largest. */
  readonly max: number
}

/**
 * Numbers to search.
 *
 * @public
 */
export interface ContinuousRange extends RangeOptions {
  /** Always `continuous`. */
  readonly kind: 'continuous'
  /** The smallest. */
  readonly min: number
  /** The largest. */
  readonly max: number
}

/**
 * What a categorical hyperparameter may be.
 *
 * @public
 */
export type CategoricalValue = string | number | boolean

/**
 * Values to choose from.
 *
 * @public
 */
export interface CategoricalRange<Value extends CategoricalValue = CategoricalValue> {
  /** Always `categorical`. */
  readonly kind: 'categorical'
  /** One to thirty. */
  readonly values: readonly Value[]
}

/**
 * What is searched for one hyperparameter.
 *
 * @public
 */
export type TuningRange = IntegerRange | ContinuousRange | CategoricalRange

/**
 * What is searched, by the names of the hyperparameters.
 *
 * @public
 */
export type TuningRanges = Readonly<Record<string, TuningRange>>

/**
 * The hyperparameters that a search chooses, of the types that their ranges have.
 *
 * @public
 */
export type TunedHyperparameters<Ranges extends TuningRanges = TuningRanges> = {
  readonly [Name in keyof Ranges]: TunedValue<Ranges[Name]>
}

/**
 * The type of a hyperparameter by its range.
 *
 * @public
 */
export type TunedValue<Range> = Range extends CategoricalRange<infer Value> ? Value : number

/**
 * Whole numbers from `min` to `max`, both included.
 *
 * @public
 * @example
 * ```ts
 * import { integer } from '@byo/core'
 *
 * const ranges = { degree: integer(1, 3), maxTerms: integer(5, 200, { scaling: 'Logarithmic' }) }
 * ```
 */
export function integer(min: number, max: number, { scaling }: RangeOptions = {}): IntegerRange {
  return { kind: 'integer', min, max, scaling }
}

/**
 * Numbers from `min` to `max`.
 *
 * @public
 * @example
 * ```ts
 * import { continuous } from '@byo/core'
 *
 * const ranges = { penalty: continuous(0.5, 5, { scaling: 'Logarithmic' }) }
 * ```
 */
export function continuous(
  min: number,
  max: number,
  { scaling }: RangeOptions = {},
): ContinuousRange {
  return { kind: 'continuous', min, max, scaling }
}

/**
 * One of these values; at most 30.
 *
 * @public
 * @example
 * ```ts
 * import { categorical } from '@byo/core'
 *
 * const ranges = { pmethod: categorical(['backward', 'none']) }
 * ```
 */
export function categorical<const Value extends CategoricalValue>(
  values: readonly Value[],
): CategoricalRange<Value> {
  return { kind: 'categorical', values }
}
