import type { ParameterRange, Scaling } from '../../strategies/parameter-range.ts'
import { automaticScaling } from '../../strategies/scaling.ts'
import { notHere, refusal } from './refusals.ts'

/** ParameterRanges as they come: numbers are texts. */
export interface ParameterRangesInput {
  readonly IntegerParameterRanges?: readonly NumericRangeInput[]
  readonly ContinuousParameterRanges?: readonly NumericRangeInput[]
  readonly CategoricalParameterRanges?: readonly {
    readonly Name: string
    readonly Values: readonly string[]
  }[]
  readonly AutoParameters?: readonly unknown[]
}

interface NumericRangeInput {
  readonly Name: string
  readonly MinValue: string
  readonly MaxValue: string
  readonly ScalingType?: Scaling | 'Auto'
}

/** Hyperparameters that one tuning job may search, an account's limit. */
const mostRanges = 30

/**
 * Reads the ranges of hyperparameters.
 *
 * @throws AwsError for ranges that contain nothing to search, or that contradict their scale or each other.
 */
export function resolveParameterRanges(
  input: ParameterRangesInput = {},
): readonly ParameterRange[] {
  const {
    IntegerParameterRanges: integers = [],
    ContinuousParameterRanges: continuous = [],
    CategoricalParameterRanges: categorical = [],
    AutoParameters: automatic = [],
  } = input
  if (automatic.length > 0) throw notHere('AutoParameters')
  const ranges = [
    ...categorical.map(({ Name, Values }) => resolveCategories(Name, Values)),
    ...integers.map((range) => resolveNumbers('integer', range)),
    ...continuous.map((range) => resolveNumbers('continuous', range)),
  ]
  const names = ranges.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) {
    throw refusal(
      `Hyperparameter names must be unique, and there is more than one range "${twice}".`,
    )
  }
  if (names.length === 0) {
    throw refusal('ParameterRanges must have at least one hyperparameter to search.')
  }
  if (names.length > mostRanges) {
    throw refusal(
      `ParameterRanges have ${names.length} hyperparameters; the maximum for all ranges together is ${mostRanges}.`,
    )
  }
  return ranges
}

function resolveCategories(name: string, values: readonly string[]): ParameterRange {
  const twice = values.find((value, i) => values.indexOf(value) !== i)
  if (twice === undefined) return { kind: 'categorical', name, values }
  throw refusal(
    `The Values of categorical hyperparameter "${name}" must be unique, and "${twice}" is there twice.`,
  )
}

function resolveNumbers(
  kind: 'integer' | 'continuous',
  { Name, MinValue, MaxValue, ScalingType = 'Auto' }: NumericRangeInput,
): ParameterRange {
  const [min, max] = [MinValue, MaxValue].map((text) => readNumber(kind, Name, text)) as [
    number,
    number,
  ]
  if (min >= max) {
    throw refusal(
      `The MinValue of hyperparameter "${Name}" must be less than its MaxValue: they are ${MinValue} and ${MaxValue}.`,
    )
  }
  if (ScalingType === 'Logarithmic' && min <= 0) {
    throw refusal(
      `Logarithmic scaling works only for ranges that have only values greater than 0: the MinValue of hyperparameter "${Name}" is ${MinValue}.`,
    )
  }
  if (ScalingType === 'ReverseLogarithmic' && (min < 0 || max >= 1)) {
    throw refusal(
      `Reverse logarithmic scaling works only for ranges that are entirely within the range 0<=x<1.0: hyperparameter "${Name}" is from ${MinValue} to ${MaxValue}.`,
    )
  }
  const scaling = ScalingType === 'Auto' ? automaticScaling(min, max) : ScalingType
  return { kind, name: Name, min, max, scaling }
}

function readNumber(kind: 'integer' | 'continuous', name: string, text: string): number {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  const isFit = kind === 'integer' ? Number.isSafeInteger(number) : Number.isFinite(number)
  if (isFit) return number
  const wanted = kind === 'integer' ? 'an integer' : 'a number'
  throw refusal(
    `The MinValue and MaxValue of hyperparameter "${name}" must each be ${wanted}, and one is "${text}".`,
  )
}
