// The responses: a column of numbers is itself; one of booleans is 0 and 1; a factor with two levels
// is 1 for the second level, by whose name it goes; one with more levels is a 0/1 column a level,
// named by the level. As in R's earth.
import { describe, MarsError } from '../errors.ts'
import type { ResolvedFactor } from '../options/factor-options.ts'
import { flagsOf, kindOf, numbersOf, refuseMissing } from './cells.ts'
import { codesOf, levelsOf } from './levels.ts'
import { firstTwin } from './names.ts'
import type { Column } from './table.ts'

/**
 * A source column that a model was fitted to.
 *
 * @public
 */
export type MarsResponse =
  | {
      /** What its cells are. */
      readonly kind: 'number' | 'boolean'
      /** The column's name. */
      readonly name: string
    }
  | {
      /** Its cells are levels. */
      readonly kind: 'factor'
      /** The column's name. */
      readonly name: string
      /** At least two, in order; of two, the second is predicted by 1. */
      readonly levels: readonly string[]
      /** What its cells are, if not texts. */
      readonly cells?: 'number' | 'boolean'
    }

/** Responses with what they become. */
export interface ReadResponses {
  readonly sources: readonly MarsResponse[]
  /** Names of the columns. */
  readonly responses: readonly string[]
  /** The columns, each of as many values as there are rows. */
  readonly y: readonly Float64Array[]
}

/** Reads the columns of the responses, in which no value may be missing. */
export function readResponses(
  columns: readonly Column[],
  factors: ReadonlyMap<string, ResolvedFactor>,
): ReadResponses {
  const read = columns.map((column) => {
    refuseMissing(column)
    const source = responseOf(column, factors.get(column.name))
    return { source, y: valuesOf(column, source) }
  })
  const sources = read.map(({ source }) => source)
  const responses = sources.flatMap(responseNames)
  const twin = firstTwin(responses)
  if (twin !== undefined) {
    throw new MarsError(
      'duplicate-column',
      `Two responses would be named ${describe(twin)}: rename a column or its levels.`,
    )
  }
  return { sources, responses, y: read.flatMap(({ y }) => y) }
}

/** The names of the columns that a response becomes. */
export function responseNames(response: MarsResponse): readonly string[] {
  if (response.kind !== 'factor') return [response.name]
  return response.levels.length === 2 ? response.levels.slice(1) : response.levels
}

/** A column as a response, its levels taken from its cells. */
function responseOf(column: Column, factor: ResolvedFactor | undefined): MarsResponse {
  const { name } = column
  // A column without any value has been refused before.
  const cells = kindOf(column) ?? 'number'
  if (factor === undefined && cells !== 'text') return { kind: cells, name }
  const levels = levelsOf(column, cells, factor)
  return { kind: 'factor', name, levels, ...(cells === 'text' ? {} : { cells }) }
}

/** The columns that a response becomes. */
function valuesOf(column: Column, response: MarsResponse): readonly Float64Array[] {
  switch (response.kind) {
    case 'number':
      return [numbersOf(column)]
    case 'boolean':
      return [flagsOf(column)]
    case 'factor': {
      const { levels, cells = 'text' } = response
      const codes = codesOf(column, cells, levels, 'error')
      return responseNames(response).map((name) => {
        const wanted = levels.indexOf(name)
        return Float64Array.from(codes, (code) => Number(code === wanted))
      })
    }
  }
}
