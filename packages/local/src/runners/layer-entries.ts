import { posix } from 'node:path'

/** Folders of an operating system that no Node program brings along itself. */
const systemFolders = new Set(
  [
    'bin boot dev etc lib lib32 lib64 libx32 media mnt proc run sbin sys tmp var',
    'usr/bin usr/games usr/include usr/lib usr/lib32 usr/lib64 usr/libexec usr/libx32',
    'usr/local usr/sbin usr/share',
  ].flatMap((names) => names.split(' ')),
)

const whiteout = '.wh.'
const opaqueWhiteout = '.wh..wh..opq'

/** The path of a layer's entry from the image's root, without a leading `/` or `./`. */
export function entryPath(path: string): string {
  return posix.join('/', path).slice(1).replace(/\/$/, '')
}

/**
 * Whether a path of the image belongs to the application: not to the operating system's folders, unless
 * the program or its working folder lies in there.
 */
export function isApplicationPath(path: string, programFolders: readonly string[]): boolean {
  const [first = '', second = ''] = path.split('/')
  if (!systemFolders.has(first) && !systemFolders.has(`${first}/${second}`)) return true
  return programFolders.some((folder) => folder !== '' && isInside(path, folder))
}

/** What a layer hides of those below it, as far as its whiteout entries say. */
export class HiddenPaths {
  readonly #hidden = new Set<string>()

  /** Takes note of an entry and returns whether it is a whiteout. */
  note(path: string): boolean {
    const name = posix.basename(path)
    if (!name.startsWith(whiteout)) return false
    const folder = posix.dirname(path)
    const target =
      name === opaqueWhiteout ? folder : posix.join(folder, name.slice(whiteout.length))
    this.#hidden.add(target)
    return true
  }

  /** Whether a path, or a folder it lies in, is hidden. */
  has(path: string): boolean {
    for (let one = path; one !== '.' && one !== ''; one = posix.dirname(one)) {
      if (this.#hidden.has(one)) return true
    }
    return this.#hidden.has('.')
  }

  addAll(other: HiddenPaths): void {
    for (const path of other.#hidden) this.#hidden.add(path)
  }
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`) || folder.startsWith(`${path}/`)
}
