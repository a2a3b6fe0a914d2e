import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** How to call the container engine. */
export interface DockerCommand {
  /** A path, or a name to find on the PATH of the environment. */
  readonly program: string
  /** The command's own variables, such as HOME and DOCKER_HOST. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** What the docker command had to say against it. */
export class DockerError extends Error {
  override readonly name = 'DockerError'
}

/** Bytes of an answer; an `inspect` has a few thousand. */
const answerLimit = 64 * 1024 ** 2

/**
 * Runs a command of docker to its end and returns what it prints.
 *
 * @throws DockerError when it fails.
 */
export function callDocker(docker: DockerCommand, words: readonly string[]): Promise<string> {
  const options = { env: docker.environment, maxBuffer: answerLimit }
  return new Promise((resolve, reject) => {
    execFile(docker.program, words, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout.trim())
      else reject(new DockerError(complaint(stderr) || error.message, { cause: error }))
    })
  })
}

/**
 * Runs a command of docker that reads a stream.
 *
 * @throws DockerError when it fails; the stream's own error when that does.
 */
export async function feedDocker(
  docker: DockerCommand,
  words: readonly string[],
  input: AsyncIterable<Uint8Array>,
): Promise<void> {
  const child = spawn(docker.program, words, {
    env: docker.environment,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  const said = readAll(child.stderr)
  const ended = exitCodeOf(child)
  const fed = await pipeline(input, child.stdin).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error,
  )
  // A command that ends early breaks the pipe; what it says then is the reason.
  if (fed !== undefined && fed.code !== 'EPIPE') child.kill('SIGKILL')
  const exitCode = await ended
  if (fed !== undefined && fed.code !== 'EPIPE') throw fed
  if (exitCode !== 0) throw new DockerError(complaint(await said))
}

/** What is printed on stderr, in one line and without docker's own preface. */
function complaint(stderr: string): string {
  return stderr
    .split('\n')
    .filter(
      (line) => line !== '' && !/^(?:Error: failed to start containers|Usage:|See ')/.test(line),
    )
    .map((line) => line.replace(/^(?:Error response from daemon: |docker: )+/, ''))
    .join(' ')
    .trim()
}

async function readAll(stream: Readable): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks).toString()
}

async function exitCodeOf(child: ChildProcess): Promise<number> {
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}
