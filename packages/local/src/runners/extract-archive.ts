import { extract, type ReadEntry } from 'tar'

/** How to unpack an archive. */
export interface ExtractOptions {
  /** Whether to unpack an entry; may mend its `linkpath`. */
  readonly accept: (entry: ReadEntry) => boolean
  /** Whether files that are there already stay as they are. */
  readonly keepExisting?: boolean
}

/**
 * Unpacks a tar, gzipped or not, into a folder. Nothing is ever written outside of it: paths and links that
 * lead out are left out.
 *
 * @throws Error when the archive is broken or its files cannot be written.
 */
export async function extractArchive(
  file: string,
  folder: string,
  { accept, keepExisting = false }: ExtractOptions,
): Promise<void> {
  let fault: Error | undefined
  await extract({
    file,
    cwd: folder,
    keep: keepExisting,
    preserveOwner: false,
    // When unpacking, the reader gives entries here, never the `Stats` that its type allows for.
    filter: (_, entry) => accept(entry as ReadEntry),
    onwarn: (code, message) => {
      if (isFault(code, message)) fault ??= asError(message)
    },
  })
  if (fault !== undefined) throw fault
}

/** Whether a warning of the tar reader means that something is missing that should be there. */
function isFault(code: string, message: string | Error): boolean {
  if (/^TAR_(?:BAD_ARCHIVE|ABORT|ENTRY_INVALID)$/.test(code)) return true
  if (code !== 'TAR_ENTRY_ERROR' || typeof message === 'string') return false
  const { code: reason = '' } = message as NodeJS.ErrnoException
  return /^(?:ENOSPC|EDQUOT|EIO|EACCES|EROFS|EMFILE|ENFILE|ENAMETOOLONG)$/.test(reason)
}

function asError(message: string | Error): Error {
  return message instanceof Error ? message : new Error(message)
}
