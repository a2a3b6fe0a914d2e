import type { StoredManifest } from '../image-target.ts'
import type { ImageConfig } from '../manifest.ts'
import type { PushedManifest } from '../pushed-manifest.ts'
import { findCommand } from './find-command.ts'
import { type ImageProblem, type ImageUse, imageProblem, missingCommand } from './image-problem.ts'

/** An image in a registry. */
export interface StoredImage {
  readonly manifest: StoredManifest
  /** The bytes of its configuration or of a layer. */
  readBlob(digest: string): AsyncIterable<Uint8Array>
}

/** The first thing by which SageMaker can't use an image; undefined where there is none, or none that can be seen. */
export async function findProblem(
  { manifest: { text, mediaType }, readBlob }: StoredImage,
  uses: readonly ImageUse[],
): Promise<ImageProblem | undefined> {
  const { config: descriptor, layers = [] } = JSON.parse(text) as PushedManifest
  const config = descriptor && (await readJson(readBlob(descriptor.digest)))
  const compressedBytes = layers.reduce((sum, { size }) => sum + size, 0)
  for (const use of uses) {
    const problem = imageProblem({ mediaType, config, compressedBytes }, use)
    if (problem) return problem
  }
  const { Entrypoint, Env } = (config?.config ?? {}) as EntrypointConfig
  if (config === undefined || Entrypoint?.length) return undefined
  const contents = layers.map(({ size, digest }) => ({ size, open: () => readBlob(digest) }))
  for (const { commands } of uses) {
    if (commands.length === 0) continue
    const isThere = await findCommand(commands, contents, Env ?? [])
    if (isThere === false) return missingCommand(commands)
  }
  return undefined
}

/** What an image's configuration says of how it starts. */
interface EntrypointConfig {
  readonly Entrypoint?: readonly string[] | null
  readonly Env?: readonly string[] | null
}

async function readJson(blob: AsyncIterable<Uint8Array>): Promise<ImageConfig> {
  const chunks: Uint8Array[] = []
  for await (const chunk of blob) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString()) as ImageConfig
}
