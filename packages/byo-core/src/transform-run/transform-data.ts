import type { ChannelContent, ChannelData } from '../s3/channel-data.ts'
import type { TransformFormat, TransformInput } from '../transform/transform-options.ts'

/**
 * The data of `transform`: a file, a folder, a glob or an `s3://` prefix, content under a name, such as a stream, or
 * one of these with its format. What the format doesn't say comes of the names of the files: `.csv`, `.jsonl`,
 * `.ndjson` and `.json`, all of them with or without `.gz`, give `contentType` and `compression`, and CSV and JSON
 * Lines are split into lines, of which none is a header. Names that say different things are refused.
 *
 * @public
 */
export type TransformData = string | TransformInput | (ChannelContent & TransformFormat)

/** What to upload. */
export function dataOf(data: TransformData): ChannelData {
  return typeof data === 'string' || 'content' in data ? data : data.uri
}
