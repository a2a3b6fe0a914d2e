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

/** The format of data: what it says, and what the names of its files say, where they all say the same. */
export function formatOf(data: TransformData, source: ChannelSource): Omit<TransformInput, 'uri'> {
  const own = typeof data === 'string' ? {} : formatMembers(data)
  const names = source.kind === 's3' ? [source.uri] : source.files.map(({ name }) => name)
  // A manifest's own name says nothing of what it lists.
  const guessed = own.s3DataType === 'ManifestFile' ? {} : guessFormat(names)
  const contentType = own.contentType ?? guessed.contentType
  const compression = own.compression ?? guessed.compression
  const splitType = own.splitType ?? (ofLines.test(contentType ?? '') ? 'Line' : undefined)
  return { s3DataType: own.s3DataType, contentType, compression, splitType }
}

function formatMembers(data: Exclude<TransformData, string>): Omit<TransformInput, 'uri'> {
  const { contentType, splitType, compression } = data
  const s3DataType = 'uri' in data ? data.s3DataType : undefined
  return { s3DataType, contentType, splitType, compression }
}

function guessFormat(names: readonly string[]): TransformFormat {
  const [first = '', ...others] = new Set(names.map(endOf))
  if (others.length > 0) return {}
  const [, end = '', zipped] = /^\.(\w+)(\.gz)?$/.exec(first) ?? []
  return {
    contentType: Object.hasOwn(contentTypes, end) ? contentTypes[end] : undefined,
    compression: zipped ? 'Gzip' : undefined,
  }
}

/** Such as `.csv` or `.csv.gz`. */
function endOf(name: string): string {
  return /\.\w+(\.gz)?$/i.exec(name)?.[0].toLowerCase() ?? ''
}
