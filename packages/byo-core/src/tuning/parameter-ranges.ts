import type {
  IntegerParameterRange,
  ParameterRanges,
  HyperParameterScalingType as ScalingType,
} from '@aws-sdk/client-sagemaker'
import { ByoError } from '../errors.ts'
import { checkCount, checkText } from '../requests/check-limits.ts'
import type { CategoricalRange, TuningRange, TuningRanges } from './ranges.ts'

/** Limits of the documentation of automatic model tuning. */
const maxRanges = 30
const maxValues = 30
/** Of names and values. Source: AWS's API model. */
const maxLength = 256

/** The ranges as SageMaker takes them; an `invalid-option` error when it wouldn't. */
export function formatRanges(ranges: TuningRanges): ParameterRanges {
  const named = Object.entries(ranges)
  checkCount('ranges to search', named.length, { min: 1, max: maxRanges })
  for (const [name, range] of named) checkRange(name, range)
  const numeric = (kind: 'integer' | 'continuous') =>
    named.flatMap(([Name, range]) => (range.kind === kind ? [formatNumeric(Name, range)] : []))
  const categorical = named.flatMap(([Name, range]) =>
    range.kind === 'categorical' ? [{ Name, Values: range.values.map(String) }] : [],
  )
  return {
    IntegerParameterRanges: numeric('integer'),
    ContinuousParameterRanges: numeric('continuous'),
    CategoricalParameterRanges: categorical,
  }
}

/** The ranges that a request had. Of categorical values only their texts are known. */
export function parseRanges(ranges: ParameterRanges | undefined): TuningRanges {
  const parsed: Record<string, TuningRange> = {}
  const add = (kind: 'integer' | 'continuous') => (range: IntegerParameterRange) => {
    const [min, max] = [Number(range.MinValue), Number(range.MaxValue)]
    parsed[range.Name ?? ''] = { kind, min, max, scaling: range.ScalingType }
  }
  ranges?.IntegerParameterRanges?.forEach(add('integer'))
  ranges?.ContinuousParameterRanges?.forEach(add('continuous'))
  for (const { Name = '', Values = [] } of ranges?.CategoricalParameterRanges ?? []) {
    parsed[Name] = { kind: 'categorical', values: Values }
  }
  return parsed
}

/** The value that a range gives a text: numbers as numbers, a categorical value as it was given. */
export function parseTuned(
  text: string,
  range: TuningRange | undefined,
): string | number | boolean {
  if (range === undefined) return text
  if (range.kind !== 'categorical') return Number(text)
  return range.values.find((value) => String(value) === text) ?? text
}

function formatNumeric(
  Name: string,
  { min, max, scaling }: Exclude<TuningRange, CategoricalRange>,
): IntegerParameterRange {
  const ScalingType: ScalingType | undefined = scaling
  return {
    Name,
    MinValue: String(min),
    MaxValue: String(max),
    ...(ScalingType && { ScalingType }),
  }
}

function checkRange(name: string, range: TuningRange): void {
  checkText('The hyperparameter name', name, { min: 1, max: maxLength })
  if (range.kind === 'categorical') checkValues(name, range)
  else checkEnds(name, range)
}

function checkValues(name: string, { values }: CategoricalRange): void {
  checkCount(`values of the hyperparameter "${name}"`, values.length, { min: 1, max: maxValues })
  const texts = values.map(String)
  for (const text of texts) {
    checkText(`The value of the hyperparameter "${name}",`, text, { max: maxLength })
  }
  const twice = texts.find((text, index) => texts.indexOf(text) !== index)
  if (twice === undefined) return
  throw invalid(
    `The hyperparameter "${name}" has the value ${twice} twice: SageMaker knows values by their texts, so leave one out.`,
  )
}

/** Which ends each scaling takes. Source: the documentation of hyperparameter scaling. */
function checkEnds(
  name: string,
  { kind, min, max, scaling }: Exclude<TuningRange, CategoricalRange>,
): void {
  const refuse = (why: string) => {
    throw invalid(`The range of the hyperparameter "${name}" is ${min} to ${max}: ${why}`)
  }
  const isLegal = kind === 'integer' ? Number.isSafeInteger : Number.isFinite
  if (!isLegal(min) || !isLegal(max)) {
    refuse(`give ${kind === 'integer' ? 'whole' : 'finite'} numbers.`)
  }
  if (min > max) refuse('give the smaller end first.')
  if (scaling === 'Logarithmic' && min <= 0) {
    refuse("the scaling 'Logarithmic' takes numbers above 0 only.")
  }
  if (scaling !== 'ReverseLogarithmic') return
  if (kind === 'integer') refuse("the scaling 'ReverseLogarithmic' is for continuous ranges only.")
  if (min < 0 || max >= 1) {
    refuse("the scaling 'ReverseLogarithmic' takes numbers from 0 to below 1 only.")
  }
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
