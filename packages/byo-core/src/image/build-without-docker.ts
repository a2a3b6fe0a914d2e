import { readFile } from 'node:fs/promises'
import { ByoError } from '../errors.ts'
import type { Session } from '../session/session.ts'
import { buildApplicationLayer } from './application-layer.ts'
import { type BaseImage, readBaseImage } from './base-image.ts'
import { digestOf } from './digest.ts'
import { registryAuthorization } from './ecr-repository.ts'
import { blobOf, type ImageBuilder } from './image-parts.ts'
import { parseImageReference } from './image-reference.ts'
import { formatConfig, formatManifest } from './manifest.ts'
import { createRegistryClient } from './registry-client.ts'

/** A builder that puts the program as one layer on top of the base image's, or alone on `scratch`, and labels on the image. */
export function builderWithoutDocker(
  session: Session,
  baseImage: string,
  labels: Readonly<Record<string, string>>,
): ImageBuilder {
  return async (program, signal) => {
    const layer = await buildApplicationLayer(await readProgram(program))
    const base = baseImage === 'scratch' ? undefined : await readBase(session, baseImage, signal)
    const text = new TextEncoder().encode(formatConfig(base?.config, layer.diffId, labels))
    const config = blobOf(digestOf(text), text)
    const layers = [...(base?.layers ?? []), layer.blob]
    return { layers, config, manifest: formatManifest(config, layers) }
  }
}

/** The program's bytes. */
export async function readProgram(program: string): Promise<Uint8Array> {
  return readFile(program).catch((cause: NodeJS.ErrnoException) => {
    const problem = cause.code === 'EISDIR' ? 'is a folder' : `can't be read (${cause.code})`
    throw new ByoError(
      'program-not-found',
      `The program "${program}" ${problem}: give the one bundled file that the container runs, and build it first.`,
      { cause },
    )
  })
}

async function readBase(
  session: Session,
  image: string,
  signal: AbortSignal | undefined,
): Promise<BaseImage> {
  const reference = parseImageReference(image)
  const authorization = await registryAuthorization(session, reference.registry, signal)
  return readBaseImage(reference, createRegistryClient(reference, authorization), signal)
}
