import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ContainerError } from '../errors.ts'
import type { Bench } from './bench.ts'
import { type Claim, fail, pass, skip } from './check.ts'

/** What the engine says of an image, as far as it is of use here. */
export interface ImageFacts {
  readonly Config?: {
    readonly Entrypoint?: readonly string[] | null
    readonly User?: string
  }
  readonly Architecture?: string
  readonly Os?: string
  /** Only engines that keep images as they were sent know it. */
  readonly Descriptor?: { readonly mediaType?: string }
}

/**
 * Asks the engine for an image.
 *
 * @throws ContainerError with code `usage` where there is no engine, or no such image.
 */
export async function inspectImage(
  image: string,
  docker: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ImageFacts> {
  try {
    const { stdout } = await promisify(execFile)(docker, ['image', 'inspect', image], { env })
    return (JSON.parse(stdout) as ImageFacts[])[0] ?? {}
  } catch (cause) {
    const error = cause as { code?: unknown; stderr?: string }
    throw new ContainerError(
      'usage',
      error.code === 'ENOENT'
        ? `The command ${JSON.stringify(docker)} is not there: install Docker, or name another with --docker.`
        : `${docker} has no image ${JSON.stringify(image)}: ${firstLine(error.stderr)}. Build or pull it first.`,
      { cause },
    )
  }
}

/** Checks what can be seen of an image without starting it. */
export async function checkImage(bench: Bench, { Config, ...facts }: ImageFacts): Promise<void> {
  const entrypoint = Config?.Entrypoint ?? []
  await bench.check(claim(['S84', 'T07'], 'the entrypoint is in exec form, and not tini'), () => {
    const [file = ''] = entrypoint
    const name = file.split('/').at(-1)
    if (name === 'tini' || name === 'docker-init')
      return fail('It is tini, which train and serve confuse: start the program itself.')
    if (/^(ba|da|a)?sh$/.test(name ?? '') && entrypoint[1] === '-c') {
      return fail(
        'It is a line for a shell, which swallows SIGTERM and the words train and serve: write ENTRYPOINT ["…", "…"].',
      )
    }
    return entrypoint.length === 0
      ? pass('There is none: train and serve have to be programs on PATH.')
      : pass(`It is ${JSON.stringify(entrypoint)}.`)
  })
  await bench.check(
    claim(['S83'], 'the image is for one platform, linux on amd64 or arm64, and no index'),
    () => {
      const type = facts.Descriptor?.mediaType ?? ''
      if (/index|manifest\.list/.test(type)) {
        return fail(
          `Its manifest is ${type}, which SageMaker refuses: build with --platform linux/amd64 --provenance=false.`,
        )
      }
      const platform = `${facts.Os}/${facts.Architecture}`
      if (!/^linux\/(amd64|arm64)$/.test(platform))
        return fail(`It is for ${platform}: build with --platform linux/amd64.`)
      return type === ''
        ? skip(
            `It is for ${platform}; this engine does not say whether it would be pushed with an index.`,
          )
        : pass(`It is for ${platform}.`)
    },
  )
}

function claim(ids: readonly string[], title: string): Claim {
  return { part: 'image', level: 'required', ids, title }
}

function firstLine(text = ''): string {
  return text.trim().split('\n', 1)[0]?.replace(/\.$/, '') ?? ''
}
