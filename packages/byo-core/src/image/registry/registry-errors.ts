import { ByoError } from '../../errors.ts'
import { aborted } from '../../waiting/aborted.ts'
import { ImageError } from '../image-error.ts'

/** What a registry is for, which decides what its failures are called and what helps against them. */
export type RegistryUse = 'base image' | 'push'

/** The option that has the credentials. */
export function optionOf(use: RegistryUse): string {
  return use === 'push' ? 'registryCredentials' : 'baseImageCredentials'
}

/** The error of a request to a registry that got no answer, or not all of it. */
export function brokenOff(
  url: string,
  cause: unknown,
  use: RegistryUse,
  signal: AbortSignal | undefined,
): ByoError {
  const { host } = new URL(url)
  if (signal?.aborted)
    return aborted(signal, use === 'push' ? `the push to ${host}` : 'reading the base image')
  const what = `The registry at ${host} can't be reached: ${reasonOf(cause)}.`
  return use === 'push'
    ? new ByoError(
        'endpoint-unreachable',
        `${what} Is its name right (registry), and does it run?`,
        {
          cause,
        },
      )
    : new ByoError(
        'base-image-unavailable',
        `${what} Is there a network, or a base image nearer by (baseImage, BYO_BASE_IMAGE)?`,
        { cause },
      )
}

/** The fetch API says "fetch failed" and keeps the reason as the cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as {
    cause?: { message?: string; code?: string }
    message: string
  }
  return cause?.message || cause?.code || message
}

/** The error of an answer that isn't what was asked for, when a base image was read. */
export function unreadableBase(url: string, status: number, registry: string): ByoError {
  return new ByoError(
    'base-image-unavailable',
    `${url} answered with ${status}: ${adviceForBase(status, registry)}`,
  )
}

function adviceForBase(status: number, registry: string): string {
  if (status === 404) return "is the base image's name right? A private one may be hidden as well."
  if (status === 429) {
    return 'the registry limits how often it is read. Sign in to it (baseImageCredentials, docker login), or use the same image of public.ecr.aws/docker.'
  }
  if (status >= 500) return 'the registry is out of order: try again later.'
  if (/\.dkr[.-]ecr/.test(registry)) {
    return "the caller needs ecr:BatchGetImage and ecr:GetDownloadUrlForLayer, from another account also in the repository's own policy."
  }
  return 'is it public? Else pass baseImageCredentials, or sign in with docker login.'
}

/** The error of a registry that an image can't be pushed to; `words` are its own. */
export function refusedPush(
  { host, repository }: { readonly host: string; readonly repository: string },
  status: number,
  words: string,
): ByoError {
  const what = `The registry ${host} answered with ${status}${words && ` (${words})`} to the push to ${repository}:`
  if (status === 401) {
    return new ByoError(
      'access-denied',
      `${what} pass the right registryCredentials, or sign in with "docker login ${host}".`,
    )
  }
  if (status === 403 || status === 404) {
    const text = `${what} let the user push there (registryCredentials, or "docker login ${host}"), and make the project or repository first where the registry wants that.`
    return status === 403 ? new ByoError('access-denied', text) : failedPush(text)
  }
  return failedPush(`${what} ${adviceForPush(status)}`)
}

function adviceForPush(status: number): string {
  if (status === 413) {
    return 'a proxy in front of it takes no requests of 4 MiB; raise its limit (client_max_body_size of nginx).'
  }
  if (status === 429) return 'it limits how often it is asked; try again later.'
  if (status >= 500) return 'it is out of order; try again later.'
  return 'publish again, and if that does not help, look into its log.'
}

/** The error of a push that failed without Docker's help. */
export function failedPush(message: string): ImageError {
  return new ImageError('image-push-failed', message, { outputTail: [], exitCode: undefined })
}

/** A password is never sent in the clear because a registry asks for it there. */
export function unsafeRealm(origin: string, realm: string, use: RegistryUse): ByoError {
  const what = `The registry ${origin} wants a token from "${realm}", which is not safe to ask:`
  return use === 'push'
    ? failedPush(`${what} push to another registry.`)
    : new ByoError('base-image-unavailable', `${what} use another baseImage.`)
}

/** The error of Docker's settings that aren't JSON. */
export function unreadableLogins(file: string, use: RegistryUse, cause: unknown): ByoError {
  return new ByoError(
    use === 'push' ? 'access-denied' : 'base-image-unavailable',
    `${file}, where docker login keeps passwords, is not JSON: mend it, or pass ${optionOf(use)}.`,
    { cause },
  )
}
