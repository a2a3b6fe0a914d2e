import { ByoError } from '../errors.ts'
import { checkText } from '../requests/check-limits.ts'
import type { TransformFormat, TransformSettings } from './transform-options.ts'

/** How records are written that SageMaker can read. */
type Format = 'CSV' | 'JSON'

/**
 * Throws for joins and filters that SageMaker can't do. Source: the developer guide's "Associate Prediction Results
 * with Input Records" and AWS's API model.
 */
export function checkDataProcessing(
  { contentType, splitType = 'None' }: TransformFormat,
  { join = 'None', inputFilter, outputFilter, accept, assembleWith }: TransformSettings,
): void {
  for (const [option, path] of Object.entries({ inputFilter, outputFilter })) {
    checkText(option, path, { max: 63, pattern: /^(\$.*)?$/s, wanted: 'a JSONPath, such as $[1:]' })
  }
  const needs = reader(join, inputFilter)
  if (needs === undefined) return
  if (splitType === 'RecordIO' || splitType === 'TFRecord') {
    throw invalid(
      `splitType is ${splitType}, and ${needs} reads CSV and JSON only: give Line or None, or leave out ${needs}.`,
    )
  }
  const given = formatOf(contentType)
  if (given === undefined) {
    throw invalid(
      `The contentType is ${contentType ?? 'missing'}, and ${needs} reads text/csv, application/json and application/jsonlines only: give one of them, or leave out ${needs}.`,
    )
  }
  if (join === 'None') return
  if (accept !== undefined && formatOf(accept) !== given) {
    throw invalid(
      `accept is ${accept} and contentType is ${contentType}, and join puts answers behind records of the same format: give the same for both.`,
    )
  }
  if (splitType === 'Line' && assembleWith === 'None') {
    throw invalid(
      'With join and splitType Line each record is a line of the output: leave out assembleWith, or give Line.',
    )
  }
}

/** The option that makes SageMaker read records, if there is one. */
function reader(join: string, inputFilter = '$'): string | undefined {
  if (join !== 'None') return 'join'
  return inputFilter === '$' || inputFilter === '' ? undefined : 'inputFilter'
}

function formatOf(mediaType = ''): Format | undefined {
  const [essence = ''] = mediaType.toLowerCase().split(';')
  switch (essence.trim()) {
    case 'text/csv':
      return 'CSV'
    case 'application/json':
    case 'application/jsonlines':
      return 'JSON'
    default:
      return undefined
  }
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
