import { mkdir } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { ReadEntry } from 'tar'
import { JobError } from '../errors.ts'
import type { StoredImage, StoredLayer } from '../state/image-store.ts'
import { extractArchive } from './extract-archive.ts'
import { entryPath, HiddenPaths, isApplicationPath } from './layer-entries.ts'

/** Unpacks the application files of images, each image once, and gives the folder of its root. */
export class ImageTrees {
  readonly #folder: string
  readonly #trees = new Map<string, Promise<string>>()
  /** Layers in which nothing but the operating system was found: a base image is read once only. */
  readonly #systemLayers = new Set<string>()
  #count = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * The folder that stands for `/` of an image. Containers of one image share it.
   *
   * @param programFolders - Folders of the image that are the application's wherever they lie.
   * @throws JobError when a layer cannot be unpacked.
   */
  unpack(image: StoredImage, programFolders: readonly string[]): Promise<string> {
    const folders = programFolders.map(entryPath)
    const key = [image.digest, ...folders].join('\n')
    let tree = this.#trees.get(key)
    if (tree === undefined) {
      tree = this.#unpackNew(image, folders)
      this.#trees.set(key, tree)
      tree.catch(() => this.#trees.delete(key))
    }
    return tree
  }

  /** From the last layer down: what is there already, or hidden by a whiteout above, is left out. */
  async #unpackNew(image: StoredImage, folders: readonly string[]): Promise<string> {
    this.#count += 1
    const root = join(this.#folder, String(this.#count))
    await mkdir(root, { recursive: true })
    const hidden = new HiddenPaths()
    for (const layer of [...image.layers].reverse()) {
      if (this.#systemLayers.has(layer.digest)) continue
      const found = await unpackLayer(layer, { root, folders, hidden })
      if (!found) this.#systemLayers.add(layer.digest)
    }
    return root
  }
}

interface LayerTarget {
  readonly root: string
  readonly folders: readonly string[]
  /** What the layers above hide; this one's own whiteouts are added. */
  readonly hidden: HiddenPaths
}

/** Unpacks one layer's part of the application and returns whether it has any. */
async function unpackLayer(layer: StoredLayer, target: LayerTarget): Promise<boolean> {
  const own = new HiddenPaths()
  let found = false
  const accept = (entry: ReadEntry): boolean => {
    const path = entryPath(entry.path)
    if (!isApplicationPath(path, target.folders)) return false
    found ||= entry.type !== 'Directory'
    if (own.note(path) || target.hidden.has(path) || isSpecial(entry)) return false
    keepLinkInside(entry, path)
    return true
  }
  try {
    await extractArchive(layer.path, target.root, { accept, keepExisting: true })
  } catch (cause) {
    throw unreadable(layer, cause)
  }
  target.hidden.addAll(own)
  return found
}

/** Devices and pipes, which no program brings along. */
function isSpecial({ type }: ReadEntry): boolean {
  return type === 'CharacterDevice' || type === 'BlockDevice' || type === 'FIFO'
}

/** Turns an absolute link into one that means the same place below the tree's root. */
function keepLinkInside(entry: ReadEntry, path: string): void {
  if (entry.type !== 'SymbolicLink' || !entry.linkpath?.startsWith('/')) return
  entry.linkpath = posix.relative(posix.dirname(`/${path}`), entry.linkpath) || '.'
}

function unreadable(layer: StoredLayer, cause: unknown): JobError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new JobError(
    'CannotStartContainerError',
    `The image's layer ${layer.digest} (${layer.mediaType}) cannot be unpacked: ${reason}`,
    { cause },
  )
}
