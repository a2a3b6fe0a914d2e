import { ImageError } from '../image-error.ts'
import {
  type DockerCommand,
  type DockerRun,
  dockerUnavailable,
  type RunOptions,
} from './docker-command.ts'
import type { DockerBuildOptions } from './dockerfile-options.ts'
import type { FoundDockerfile } from './find-dockerfile.ts'

/** What is built, and under which name. */
export interface DockerBuild
  extends FoundDockerfile,
    Pick<DockerBuildOptions, 'buildArgs' | 'target' | 'platform'> {
  readonly reference: string
  readonly labels?: Readonly<Record<string, string>> | undefined
}

/** Throws unless the command is there and reaches its daemon. */
export async function requireDocker(
  docker: DockerCommand,
  signal: AbortSignal | undefined,
): Promise<void> {
  // Unlike `version`, it writes nothing but the reason when it fails.
  const { exitCode, lines } = await docker.run(['ps', '--quiet'], { signal })
  if (exitCode === 0) return
  throw dockerUnavailable(lines.at(-1)?.split('. ')[0] ?? `"${docker.name} ps" fails`)
}

/** Builds the image with BuildKit, or with the builder that the engine has. */
export async function buildWithDocker(
  docker: DockerCommand,
  build: DockerBuild,
  { onLine, signal }: RunOptions,
): Promise<void> {
  const words = [...(await chooseBuilder(docker, signal)), ...buildWords(build)]
  const run = await docker.run(words, { ...(onLine && { onLine }), signal })
  if (run.exitCode !== 0) throw dockerFailed('image-build-failed', `${docker.name} build`, run)
}

/**
 * BuildKit adds an attestation of where an image comes from unless it's told not to; that makes an OCI
 * index, which SageMaker refuses. Podman and builders before BuildKit know neither attestations nor the words.
 */
async function chooseBuilder(
  docker: DockerCommand,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const { exitCode, lines } = await docker.run(['buildx', 'build', '--help'], { signal })
  const hasAttestations = exitCode === 0 && lines.some((line) => line.includes('--provenance'))
  return hasAttestations
    ? ['buildx', 'build', '--provenance=false', '--sbom=false', '--load']
    : ['build']
}

/** The words that every builder knows. */
function buildWords(build: DockerBuild): string[] {
  const { file, context, reference, platform = 'linux/amd64', target } = build
  const pairs = (word: string, values: Readonly<Record<string, string>> = {}) =>
    Object.entries(values).flatMap(([name, value]) => [word, `${name}=${value}`])
  return [
    ...['--platform', platform, '--tag', reference, '--file', file],
    ...(target === undefined ? [] : ['--target', target]),
    ...pairs('--build-arg', build.buildArgs),
    ...pairs('--label', build.labels),
    context,
  ]
}

const shownLines = 20

/** What an engine says that wants HTTPS of a registry that has none, such as the one of a local SageMaker. */
const plainHttp = /server gave HTTP response to HTTPS client/
const plainHttpAdvice =
  "This engine takes only HTTPS from that registry: name the registry under insecure-registries in Docker's daemon.json, or with insecure = true in podman's registries.conf; or give `program` instead of the dockerfile, which needs no engine."

/** The error of a command that failed, with what it wrote last. */
export function dockerFailed(
  code: 'image-build-failed' | 'image-push-failed',
  command: string,
  { exitCode, lines }: DockerRun,
): ImageError {
  const outputTail = lines.slice(-shownLines)
  const ending =
    exitCode === undefined ? 'was ended by a signal' : `ended with exit code ${exitCode}`
  const advice = outputTail.some((line) => plainHttp.test(line)) ? [plainHttpAdvice] : []
  const message = [`${command} ${ending}:`, ...outputTail, ...advice].join('\n')
  return new ImageError(code, message, { outputTail, exitCode })
}
