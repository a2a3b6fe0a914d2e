import { ByoError } from '../errors.ts'

/** An image as registries know it. */
export interface ImageReference {
  /** Host and port of the registry. */
  readonly registry: string
  readonly repository: string
  /** A tag, or a digest when there is one. */
  readonly version: string
}

const pattern =
  /^(?:(?<host>(?:[a-zA-Z0-9.-]+|\[[\da-fA-F:]+\])(?::\d+)?)\/)?(?<path>[a-z0-9._/-]+)(?::(?<tag>[\w][\w.-]{0,127}))?(?:@(?<digest>sha256:[a-f0-9]{64}))?$/

/**
 * Reads `node:24-slim`, `public.ecr.aws/docker/library/node:24-slim`, `127.0.0.1:5000/base@sha256:…`;
 * a first part without a dot, a port or the name `localhost` belongs to Docker Hub, as in Docker.
 */
export function parseImageReference(image: string): ImageReference {
  const { host, path, tag, digest } = pattern.exec(image)?.groups ?? {}
  if (path === undefined) {
    throw new ByoError(
      'invalid-option',
      `"${image}" is not an image's name; those look like public.ecr.aws/docker/library/node:24-slim.`,
    )
  }
  const version = digest ?? tag ?? 'latest'
  if (host !== undefined && (/[.:]/.test(host) || host === 'localhost')) {
    if (isDockerHub(host)) return dockerHub(path, version)
    return { registry: host, repository: path, version }
  }
  return dockerHub(host === undefined ? path : `${host}/${path}`, version)
}

/** Whether a host is one of the names of Docker Hub, whose registry has yet another one. */
export function isDockerHub(host: string): boolean {
  return host === 'docker.io' || host === 'index.docker.io'
}

function dockerHub(path: string, version: string): ImageReference {
  const repository = path.includes('/') ? path : `library/${path}`
  return { registry: 'registry-1.docker.io', repository, version }
}
