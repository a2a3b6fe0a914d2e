/**
 * Returns the one sentence of an error that a person needs: its message, before it the error's own name if that
 * says more than "Error", and what to do about the system errors that everyone meets. Any thrown value will do.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error))
    return `a value that is no Error was thrown: ${describeValue(error)}`
  const systemText = describeSystemError(error)
  if (systemText !== undefined) return systemText
  const message = error.message === '' ? 'an error without a message' : error.message
  return /^(Error|\w*ContainerError|HttpError|ChildProcessError)$/.test(error.name)
    ? message
    : `${error.name}: ${message}`
}

/** What caused an error, the nearest first: five at most, because errors can cause each other. */
export function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = []
  let last = error
  while (last instanceof Error && last.cause !== undefined && causes.length < 5) {
    last = last.cause
    causes.push(last)
  }
  return causes
}

/** The stack without the lines of its message, which describeError has told. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error) || error.stack === undefined) return ''
  const frames = error.stack.split('\n').filter((line) => /^\s+at /.test(line))
  return frames.join('\n')
}

/** A sentence for the failures of disks and folders, with the path that they name. */
function describeSystemError(
  error: Error & { code?: unknown; path?: unknown },
): string | undefined {
  const where = typeof error.path === 'string' ? ` ${error.path}` : ''
  switch (error.code) {
    case 'ENOSPC':
      return `The disk is full: nothing more can be written${where && ` to${where}`}. Ask for a larger volume or write less.`
    case 'EACCES':
    case 'EPERM':
      return `Permission denied:${where || ' a file'} cannot be used by this user. SageMaker runs containers as root; check the image's USER and the folder's mode.`
    case 'EROFS':
      return `Read-only file system:${where || ' a file'} cannot be written.`
    default:
      return undefined
  }
}

function describeValue(value: unknown): string {
  try {
    return typeof value === 'object' ? (JSON.stringify(value) ?? String(value)) : String(value)
  } catch {
    return Object.prototype.toString.call(value)
  }
}
