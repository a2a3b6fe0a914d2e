import { mostOrderedLevels } from '../design/contrasts.ts'
import type { MarsPredictor } from '../design/predictor.ts'
import { type MarsResponse, responseNames } from '../design/response.ts'
import {
  invalidField,
  readArray,
  readBoolean,
  readChoice,
  readObject,
  readText,
} from './json-reader.ts'

/** One predictor with its levels. */
export function readPredictor(value: unknown, field: string): MarsPredictor {
  const member = readObject(value, field)
  const kinds = ['number', 'boolean', 'factor', 'ordered'] as const
  const kind = readChoice(member('kind'), `${field}.kind`, kinds)
  const name = readText(member('name'), `${field}.name`)
  const missingness = readMissingness(member('missingness'), `${field}.missingness`)
  if (kind === 'number' || kind === 'boolean') return { kind, name, ...missingness }
  const levels = readLevels(member, field)
  if (kind === 'ordered' && levels.levels.length > mostOrderedLevels) {
    throw invalidField(`${field}.levels`, `must hold at most ${mostOrderedLevels} texts in order`)
  }
  return { kind, name, ...levels, ...missingness }
}

/** The sources of the responses, which have to make their names; without any, they are numbers. */
export function readResponseSources(
  value: unknown,
  responses: readonly string[],
): readonly MarsResponse[] {
  const field = 'responseSources'
  if (value === undefined) return responses.map((name) => ({ kind: 'number', name }))
  const sources = readArray(value, field, readResponse)
  const made = sources.flatMap(responseNames)
  const same = made.length === responses.length && made.every((name, at) => name === responses[at])
  if (same) return sources
  throw invalidField(field, `must make the ${responses.length} responses`)
}

/** One response with its levels. */
function readResponse(value: unknown, field: string): MarsResponse {
  const member = readObject(value, field)
  const kind = readChoice(member('kind'), `${field}.kind`, ['number', 'boolean', 'factor'])
  const name = readText(member('name'), `${field}.name`)
  return kind === 'factor' ? { kind, name, ...readLevels(member, field) } : { kind, name }
}

/** Whether a column of missingness follows, as a member to be spread. */
function readMissingness(value: unknown, field: string): { readonly missingness?: true } {
  const follows = value !== undefined && readBoolean(value, field)
  return follows ? { missingness: true } : {}
}

/** The levels of a factor, and what its cells are. */
function readLevels(
  member: (name: string) => unknown,
  field: string,
): { readonly levels: readonly string[]; readonly cells?: 'number' | 'boolean' } {
  const levels = readArray(member('levels'), `${field}.levels`, readText)
  if (levels.length < 2 || new Set(levels).size < levels.length) {
    throw invalidField(`${field}.levels`, 'must hold at least two different texts')
  }
  const cells = member('cells')
  if (cells === undefined) return { levels }
  return { levels, cells: readChoice(cells, `${field}.cells`, ['number', 'boolean']) }
}
