import type { CsvOptions } from '../table/csv-options.ts'
import type { Codec } from './codec.ts'
import { csvCodec } from './csv.ts'
import { eventStreamCodec } from './event-stream.ts'
import { jsonCodec } from './json.ts'
import { jsonLinesCodec } from './json-lines.ts'
import { octetStreamCodec } from './octet-stream.ts'
import { textCodec } from './text.ts'

/** All codecs, the one to prefer first. */
export function allCodecs(csv: CsvOptions): readonly Codec[] {
  return [csvCodec(csv), jsonCodec, jsonLinesCodec, textCodec, octetStreamCodec, eventStreamCodec]
}
