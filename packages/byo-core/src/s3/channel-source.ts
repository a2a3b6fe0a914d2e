import { ByoError } from '../errors.ts'
import { uriOf } from '../naming/reference.ts'
import { isS3Uri, parseS3Uri } from '../naming/s3-uri.ts'
import type { ChannelContent, ChannelData } from './channel-data.ts'
import { findFiles } from './find-files.ts'

/** A file of a channel: what it's called below the channel's prefix, and how to read it. */
export interface SourceFile {
  /** What messages call it: the path on this machine, or the name where there is none. */
  readonly label: string
  /** With `/` between folders. */
  readonly name: string
  /** Bytes; undefined for a stream, which can be opened only once. */
  readonly size: number | undefined
  open(): AsyncIterable<string | Uint8Array>
}

/** What a channel's data turned out to be. */
export type ChannelSource =
  | { readonly kind: 's3'; readonly uri: string }
  | { readonly kind: 'files'; readonly files: readonly SourceFile[] }

/**
 * Looks at a channel's data and reads none of them.
 *
 * @throws `data-not-found` when there is no such path, no file in it, or none that the glob matches;
 * `invalid-option` for content whose name can't be a path
 */
export async function findChannelSource(data: ChannelData): Promise<ChannelSource> {
  if (typeof data !== 'string' && 'content' in data) {
    return { kind: 'files', files: [sourceOfContent(data)] }
  }
  const address = uriOf(data)
  if (isS3Uri(address)) {
    parseS3Uri(address)
    return { kind: 's3', uri: address }
  }
  if (typeof data !== 'string') {
    throw new ByoError('invalid-option', `The uri "${address}" of a channel is no s3:// address.`)
  }
  return { kind: 'files', files: await findFiles(data) }
}

function sourceOfContent({ name, content }: ChannelContent): SourceFile {
  if (name.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    throw new ByoError(
      'invalid-option',
      `"${name}" can't be the name of a channel's content: give a path below the channel's folder, such as rows.csv.`,
    )
  }
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  if (!(bytes instanceof Uint8Array)) {
    return { label: name, name, size: undefined, open: () => bytes }
  }
  return {
    label: name,
    name,
    size: bytes.byteLength,
    async *open() {
      yield bytes
    },
  }
}

/** Bytes of all files; undefined when there is a stream among them. */
export function sizeOf(files: readonly SourceFile[]): number | undefined {
  let total = 0
  for (const { size } of files) {
    if (size === undefined) return undefined
    total += size
  }
  return total
}
