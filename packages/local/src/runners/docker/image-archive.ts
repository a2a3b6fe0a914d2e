import { createReadStream } from 'node:fs'
import { Header } from 'tar'
import type { StoredImage } from '../../state/image-store.ts'

/** A tar's entries fill blocks of so many bytes, and two empty blocks end it. */
const blockSize = 512

/**
 * An image as the tar that `docker save` writes and `docker load` reads. Layers go in as they are stored: the
 * engine unzips them itself.
 *
 * @param tag - The name that the image gets.
 */
export async function* imageArchive(
  { config, layers }: StoredImage,
  tag: string,
): AsyncGenerator<Uint8Array> {
  const files = layers.map(({ digest }) => `${digest.replace(':', '-')}.tar`)
  const manifest = [{ Config: 'config.json', RepoTags: [tag], Layers: files }]
  yield* entry('config.json', Buffer.from(JSON.stringify(config)))
  for (const [at, layer] of layers.entries()) {
    // A layer may be there twice, such as an empty one.
    if (files.indexOf(files[at] as string) !== at) continue
    yield header(files[at] as string, layer.size)
    yield* createReadStream(layer.path)
    yield padding(layer.size)
  }
  yield* entry('manifest.json', Buffer.from(JSON.stringify(manifest)))
  yield new Uint8Array(2 * blockSize)
}

function* entry(path: string, bytes: Uint8Array): Generator<Uint8Array> {
  yield header(path, bytes.length)
  yield bytes
  yield padding(bytes.length)
}

function header(path: string, size: number): Uint8Array {
  const header = new Header({ path, size, mode: 0o644, type: 'File', mtime: new Date(0) })
  header.encode()
  return header.block as Uint8Array
}

function padding(size: number): Uint8Array {
  return new Uint8Array((blockSize - (size % blockSize)) % blockSize)
}
