import { ByoError } from '../errors.ts'
import type { ChannelSource } from '../s3/channel-source.ts'
import type { TransformFormat, TransformInput } from '../transform/transform-options.ts'
import type { TransformData } from './transform-data.ts'

/** Content types by the ends of names. */
const contentTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  jsonl: 'application/jsonlines',
  ndjson: 'application/jsonlines',
  json: 'application/json',
}

/** Those of which a line is a record. */
const ofLines = /^(text\/csv|application\/(jsonlines|x-jsonlines|x-ndjson))\s*(;|$)/i

/**
 * The format of data: what it says, and else what the names of its files say.
 *
 * @throws `invalid-option` when names say different things: SageMaker takes all objects for the same
 */
export function formatOf(data: TransformData, source: ChannelSource): Omit<TransformInput, 'uri'> {
  const own = typeof data === 'string' ? {} : formatMembers(data)
  const names = source.kind === 's3' ? [source.uri] : source.files.map(({ name }) => name)
  // A manifest's own name says nothing of what it lists.
  const told = own.s3DataType === 'ManifestFile' ? [] : names
  const contentType = own.contentType ?? agreed('contentType', told, contentTypeOf)
  const compression = own.compression ?? agreed('compression', told, compressionOf)
  const splitType = own.splitType ?? (ofLines.test(contentType ?? '') ? 'Line' : undefined)
  return { s3DataType: own.s3DataType, contentType, compression, splitType }
}

function formatMembers(data: Exclude<TransformData, string>): Omit<TransformInput, 'uri'> {
  const { contentType, splitType, compression } = data
  const s3DataType = 'uri' in data ? data.s3DataType : undefined
  return { s3DataType, contentType, splitType, compression }
}

/** What all names say alike. */
function agreed<Value extends string>(
  member: keyof TransformFormat,
  names: readonly string[],
  readFrom: (name: string) => Value | undefined,
): Value | undefined {
  const [first = '', ...others] = names
  const value = readFrom(first)
  const other = others.find((name) => readFrom(name) !== value)
  if (other === undefined) return value
  throw new ByoError(
    'invalid-option',
    `The input has files of different kinds, "${first}" and "${other}", which SageMaker would take for the same: say which ${member} all have, or take those of one kind by a glob, such as "rows/*.csv".`,
  )
}

/** By the last part of a name, or the one before `.gz`. */
function contentTypeOf(name: string): string | undefined {
  const [, end = ''] = /\.(\w+)(?:\.gz)?$/i.exec(name) ?? []
  const known = end.toLowerCase()
  return Object.hasOwn(contentTypes, known) ? contentTypes[known] : undefined
}

function compressionOf(name: string): 'Gzip' | undefined {
  return /\.gz$/i.test(name) ? 'Gzip' : undefined
}
