import type { Runtime } from '../../runtime.ts'
import { dockerFailed } from './build-with-docker.ts'
import type { DockerCommand } from './docker-command.ts'

/**
 * The first digits of what Docker knows an image by, which says what is in it: the same image has the same ones.
 */
export async function contentDigits(
  docker: DockerCommand,
  reference: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const run = await docker.run(['image', 'inspect', '--format', '{{.Id}}', reference], { signal })
  const [, digits] = /^(?:sha256:)?([0-9a-f]{12})/.exec(run.lines.at(-1) ?? '') ?? []
  if (run.exitCode === 0 && digits !== undefined) return digits
  throw dockerFailed('image-push-failed', `${docker.name} image inspect`, run)
}

/** Gives an image one more name. */
export async function addReference(
  docker: DockerCommand,
  { from, to }: { readonly from: string; readonly to: string },
  signal: AbortSignal | undefined,
): Promise<void> {
  const run = await docker.run(['tag', from, to], { signal })
  if (run.exitCode !== 0) throw dockerFailed('image-push-failed', `${docker.name} tag`, run)
}

/** Time for Docker to forget a name, milliseconds; a daemon that hangs shall not hold up an abort. */
const removalLimit = 10_000

/** Takes the name from the engine's own store, and the image if it has no other; its cache stays. */
export async function removeReference(
  docker: DockerCommand,
  reference: string,
  runtime: Runtime,
): Promise<void> {
  const [limit, ended] = [new AbortController(), new AbortController()]
  runtime.sleep(removalLimit, ended.signal).then(
    () => limit.abort(),
    () => undefined,
  )
  const words = ['image', 'rm', '--no-prune', reference]
  await docker.run(words, { signal: limit.signal }).catch(() => undefined)
  ended.abort()
}
