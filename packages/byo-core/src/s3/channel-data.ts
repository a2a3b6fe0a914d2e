import type { ReadableStream } from 'node:stream/web'
import type { Channel } from './upload-channel.ts'

/**
 * What a channel's data may be: the path of a file or a folder, a glob such as `data/*.csv`, an `s3://`
 * address, what `uploadChannel` gave, or content under a name of its own.
 *
 * @public
 */
export type ChannelData = string | Pick<Channel, 'uri'> | ChannelContent

/**
 * A file of a channel that lies on no disk.
 *
 * @public
 */
export interface ChannelContent {
  /** What the file is called below the channel's folder, such as `rows.csv` or `2026/rows.csv`. */
  readonly name: string
  /**
   * Text (sent as UTF-8) or bytes, whole or as they come: a stream of Node or of the web, a generator. A
   * stream is read once, is sent while it's read, and may have 160 GB at most.
   */
  readonly content:
    | string
    | Uint8Array
    | AsyncIterable<string | Uint8Array>
    | ReadableStream<string | Uint8Array>
}
