import { posix } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'

/** A layer of an image, to be looked through. */
export interface LayerContent {
  /** Bytes as they are sent. */
  readonly size: number
  /** The gzipped archive. */
  open(): AsyncIterable<Uint8Array>
}

/** Where Linux looks for programs where an image names no `PATH`. */
const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** How much is read of an image, bytes: whoever has more of them below waits too long for an answer. */
const mostBytes = 256 * 1024 * 1024

/**
 * Whether an image has a program of one of these names in its `PATH`, as `docker run IMAGE serve` wants it;
 * undefined where that can't be told without reading too much. What the user adds lies in the last layers, so
 * they are read first.
 */
export async function findCommand(
  commands: readonly string[],
  layers: readonly LayerContent[],
  variables: readonly string[],
): Promise<boolean | undefined> {
  const path = variables.find((variable) => variable.startsWith('PATH='))?.slice('PATH='.length)
  const folders = (path ?? usualPath).split(':')
  const places = new Set(
    folders.flatMap((folder) => commands.map((command) => posix.join(folder, command))),
  )
  let read = 0
  for (const layer of layers.toReversed()) {
    read += layer.size
    if (read > mostBytes) return undefined
    if (await hasOneOf(layer, places)) return true
  }
  return false
}

async function hasOneOf(layer: LayerContent, places: ReadonlySet<string>): Promise<boolean> {
  const entries = extract()
  // What fails on the way ends the loop below with its error.
  const ended = pipeline(Readable.from(layer.open()), createGunzip(), entries).catch(
    () => undefined,
  )
  try {
    for await (const entry of entries) {
      const isProgram = entry.header.type !== 'directory'
      if (isProgram && places.has(posix.join('/', entry.header.name))) return true
      entry.resume()
    }
    return false
  } finally {
    entries.destroy()
    await ended
  }
}
