import { ContainerError } from '../errors.ts'
import type { CsvOptions } from '../table/csv-options.ts'
import type { Codec } from './codec.ts'
import { csvCodec } from './csv.ts'
import { eventStreamCodec } from './event-stream.ts'
import { jsonCodec } from './json.ts'
import { jsonLinesCodec } from './json-lines.ts'
import { parseMediaType } from './media-type.ts'
import { npyCodec } from './npy.ts'
import { npzCodec } from './npz.ts'
import { octetStreamCodec } from './octet-stream.ts'
import { recordIoCodec } from './record-io-codec.ts'
import { textCodec } from './text.ts'

/** What decides how bodies are read and written. */
export interface CodecOptions {
  readonly csv?: CsvOptions
  /** Codecs of the program, which come before ours and stand in place of those for the same types. */
  readonly codecs?: readonly Codec[]
  /** Whether each request is one record, its framing taken off by the platform. */
  readonly singleRecord?: boolean
}

/**
 * All codecs, the one to prefer first.
 *
 * @throws ContainerError with code `usage` where a media type is none.
 */
export function allCodecs({
  csv = {},
  codecs = [],
  singleRecord = false,
}: CodecOptions): readonly Codec[] {
  const taken = new Set(codecs.flatMap(({ mediaTypes }) => mediaTypes.map(requireMediaType)))
  const ours: readonly Codec[] = [
    csvCodec(csv),
    jsonCodec,
    jsonLinesCodec,
    textCodec,
    npyCodec,
    npzCodec,
    recordIoCodec(singleRecord),
    octetStreamCodec,
    eventStreamCodec,
  ]
  return [...codecs, ...ours.flatMap((codec) => without(codec, taken))]
}

/** A codec without some of its types; none if it has no others. */
function without(codec: Codec, taken: ReadonlySet<string>): readonly Codec[] {
  const [first, ...others] = codec.mediaTypes.filter((type) => !taken.has(type))
  return first === undefined ? [] : [{ ...codec, mediaTypes: [first, ...others] }]
}

function requireMediaType(type: string): string {
  if (parseMediaType(type)?.type === type) return type
  throw new ContainerError(
    'usage',
    `A codec is for ${JSON.stringify(type)}, which is no media type: write it in lower case, without parameters.`,
  )
}
