import { firstTwin } from '../design/names.ts'
import { allDesignNames, type MarsPredictor } from '../design/predictor.ts'
import { MarsError } from '../errors.ts'
import type { MarsModelValue, MarsSettings } from '../model.ts'
import type { MissingValues } from '../options/mars-options.ts'
import { coefficientMethods } from '../rules/coefficient-method.ts'
import { pruningMethods } from '../rules/pruning-method.ts'
import { stopReasons } from '../rules/stop-reason.ts'
import { formatName, formatVersion } from './format-version.ts'
import {
  invalidField,
  optional,
  readArray,
  readBoolean,
  readChoice,
  readNumber,
  readObject,
  readText,
} from './json-reader.ts'
import { readGlm } from './read-glm.ts'
import { checkIndices, readIndex, readStatistics, readSubsets } from './read-statistics.ts'
import { readPredictor, readResponseSources } from './source-columns.ts'

/** No fit makes more: `nk` goes up to this. */
const mostTerms = 1000

/** Reads and checks the JSON value of a model. */
export function modelFromJson(value: unknown): MarsModelValue {
  const member = readObject(value, 'the whole')
  checkVersion(member('format'), member('version'))

  const predictors = readArray(member('predictors'), 'predictors', readPredictor)
  const interceptColumn = readBoolean(member('interceptColumn'), 'interceptColumn')
  const columns = readArray(member('columns'), 'columns', readText)
  checkColumns(columns, predictors, interceptColumn)
  const responses = readArray(member('responses'), 'responses', readText)
  if (responses.length === 0) throw invalidField('responses', 'must not be empty')

  const dirs = readArray(member('dirs'), 'dirs', (row, field) =>
    readArray(row, field, readDir, columns.length),
  )
  if (dirs.length > mostTerms) {
    throw invalidField('dirs', `must have at most ${mostTerms} terms and has ${dirs.length}`)
  }
  const cuts = readArray(
    member('cuts'),
    'cuts',
    (row, field) => readArray(row, field, readNumber, columns.length),
    dirs.length,
  )
  const selected = readArray(member('selected'), 'selected', readIndex)
  checkIndices(selected, 'selected', dirs.length)
  const coefficients = readArray(
    member('coefficients'),
    'coefficients',
    (row, field) => readArray(row, field, readNumber, selected.length),
    responses.length,
  )
  return {
    compat: readChoice(member('compat'), 'compat', [null, 'earth', 'mda']),
    columns,
    responses,
    dirs,
    cuts,
    selected,
    coefficients,
    ...readStatistics(value, ''),
    ...optional('perResponse', member('perResponse'), (given, field) =>
      readArray(given, field, readStatistics, responses.length),
    ),
    ...optional('subsets', member('subsets'), (given, field) =>
      readSubsets(given, field, dirs.length, selected.length),
    ),
    termination: readChoice(member('termination'), 'termination', stopReasons),
    rows: readNumber(member('rows'), 'rows', { least: 1, whole: true }),
    settings: readSettings(member('settings')),
    predictors,
    responseSources: readResponseSources(member('responseSources'), responses),
    interceptColumn,
    unseenLevels: readChoice(member('unseenLevels'), 'unseenLevels', ['error', 'baseline']),
    missing: readMissing(member('missing')),
    ...optional('glm', member('glm'), (given, field) =>
      readGlm(given, field, responses.length, selected.length),
    ),
  }
}

/** Sees to it that the value is a model, and not one of a later version. */
function checkVersion(format: unknown, version: unknown): void {
  if (format !== formatName) {
    throw invalidField('format', `must be ${JSON.stringify(formatName)}: this is not a model`)
  }
  const number = readNumber(version, 'version', { least: 1, whole: true })
  if (number > formatVersion) {
    throw new MarsError(
      'newer-model',
      `The model was written in version ${number} of its format and this package reads up to ${formatVersion}: update @byo/mars.`,
    )
  }
}

/** What to do with missing values; older models have nothing to say of it. */
function readMissing(value: unknown): MissingValues {
  if (value === undefined) return 'refuse'
  return readChoice(value, 'missing', ['refuse', 'omit', 'terms'])
}

/** Sees to it that the columns are those the predictors make. */
function checkColumns(
  columns: readonly string[],
  predictors: readonly MarsPredictor[],
  interceptColumn: boolean,
): void {
  const made = allDesignNames(predictors, interceptColumn)
  const twin = firstTwin(made)
  if (twin !== undefined) {
    throw invalidField('predictors', `must not make two columns named ${JSON.stringify(twin)}`)
  }
  const wrong = made.findIndex((name, index) => columns[index] !== name)
  if (wrong === -1 && columns.length === made.length) return
  throw invalidField('columns', `must be the ${made.length} columns that the predictors make`)
}

/** The kind of a factor. */
function readDir(value: unknown, field: string): number {
  return readChoice(value, field, [0, 1, -1, 2])
}

/** The settings. */
function readSettings(value: unknown): MarsSettings {
  const member = readObject(value, 'settings')
  return {
    degree: readNumber(member('degree'), 'settings.degree', { least: 1, whole: true }),
    nk: readNumber(member('nk'), 'settings.nk', { least: 1, whole: true }),
    penalty: readNumber(member('penalty'), 'settings.penalty', { least: -1 }),
    thresh: readNumber(member('thresh'), 'settings.thresh', { least: 0 }),
    ...optional('pmethod', member('pmethod'), (given) =>
      readChoice(given, 'settings.pmethod', pruningMethods),
    ),
    ...optional('coefficients', member('coefficients'), (given) =>
      readChoice(given, 'settings.coefficients', coefficientMethods),
    ),
    ...optional('nprune', member('nprune'), (given) =>
      readNumber(given, 'settings.nprune', { least: 1, whole: true }),
    ),
  }
}
