import * as zlib from 'node:zlib'
import type { Compressors } from 'hyparquet'

/**
 * How Parquet is read.
 *
 * @public
 */
export interface ParquetOptions {
  /**
   * What else unpacks pages, by the name that Parquet has for the compression: for `ZSTD` before Node 22.15 `compressors` of
   * the package `hyparquet-compressors`.
   *
   * @defaultValue none: SNAPPY, GZIP and BROTLI are known, ZSTD where Node itself knows it
   */
  readonly compressors?: Readonly<
    Record<string, (input: Uint8Array, outputLength: number) => Uint8Array>
  >
}

/** All that pages are unpacked with; none may become longer than it says. */
export function resolveCompressors({ compressors }: ParquetOptions): Compressors {
  return {
    GZIP: (input, length) => zlib.gunzipSync(input, atMost(length)),
    BROTLI: (input, length) => zlib.brotliDecompressSync(input, atMost(length)),
    ...zstd(),
    ...compressors,
  }
}

/** Node wants room for a byte at least. */
function atMost(length: number): { readonly maxOutputLength: number } {
  return { maxOutputLength: Math.max(length, 1) }
}

function zstd(): Compressors {
  const unpack = 'zstdDecompressSync' in zlib ? zlib.zstdDecompressSync : undefined
  if (typeof unpack !== 'function') return {}
  return { ZSTD: (input, length) => unpack(input, atMost(length)) }
}
