import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { create } from 'tar'
import type {
  ImageConfig,
  ImageStore,
  StoredImage,
  StoredLayer,
} from '../../src/state/image-store.ts'

const programs = fileURLToPath(new URL('../fixtures/programs/', import.meta.url))

/** The registry that the tests' images are in. */
const registry = '000000000000.dkr.ecr.us-east-1.amazonaws.com'
const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json'

/** A layer: the text of each file by its path in the image. */
export type LayerFiles = Readonly<Record<string, string>>

/** Images that the tests have packed, with real layers on disk. */
export class PackedImages implements ImageStore {
  readonly #folder: string
  readonly #base: readonly StoredLayer[]
  readonly #images = new Map<string, StoredImage>()

  /** @param base - The layers below those of every image. */
  constructor(folder: string, base: readonly StoredLayer[] = []) {
    this.#folder = folder
    this.#base = base
  }

  find(uri: string): StoredImage | undefined {
    return this.#images.get(uri)
  }

  /** Packs one of the fixture programs as a whole image, with labels that say `true`, and returns its address. */
  addProgram(name: string, ...labels: readonly string[]): string {
    const program = readFileSync(join(programs, `${name}.mjs`), 'utf8')
    return this.add(name, {
      layers: [{ 'opt/program/container.mjs': program }],
      config: {
        Entrypoint: ['node', '/opt/program/container.mjs'],
        ...(labels.length > 0 && {
          Labels: Object.fromEntries(labels.map((label) => [label, 'true'])),
        }),
      },
    })
  }

  /** Packs an image of layers, lowest first. */
  add(
    repository: string,
    image: {
      readonly layers: readonly LayerFiles[]
      readonly config: NonNullable<ImageConfig['config']>
      readonly mediaType?: string
    },
  ): string {
    const layers = [...this.#base, ...image.layers.map((files) => this.#pack(files))]
    return this.addLayers(repository, layers, image.config, image.mediaType)
  }

  addLayers(
    repository: string,
    layers: readonly StoredLayer[],
    config: NonNullable<ImageConfig['config']>,
    mediaType = dockerManifest,
  ): string {
    const uri = `${registry}/${repository}:latest`
    const text = JSON.stringify([repository, layers, config])
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`
    const image = {
      repository,
      digest,
      mediaType,
      config: imageConfig(layers, config),
      layers,
    }
    for (const address of [uri, `${registry}/${repository}@${digest}`])
      this.#images.set(address, image)
    return uri
  }

  #pack(files: LayerFiles): StoredLayer {
    const folder = mkdtempSync(join(this.#folder, 'layer-'))
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text, { mode: 0o755 })
    }
    const path = `${folder}.tar.gz`
    create({ file: path, cwd: folder, gzip: true, sync: true }, ['.'])
    return storedLayer(path)
  }
}

/** The whole configuration of an image, as builders write it. */
function imageConfig(
  layers: readonly StoredLayer[],
  config: NonNullable<ImageConfig['config']>,
): ImageConfig {
  return {
    architecture: 'amd64',
    os: 'linux',
    config,
    rootfs: { type: 'layers', diff_ids: layers.map(diffId) },
  }
}

/** The digest of a layer's tar, whether that is zipped or not; of a broken one that of its bytes. */
function diffId({ path }: StoredLayer): string {
  const bytes = readFileSync(path)
  const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b
  return `sha256:${createHash('sha256')
    .update(isZipped ? gunzipSync(bytes) : bytes)
    .digest('hex')}`
}

/** A layer that lies in a file already. */
export function storedLayer(path: string): StoredLayer {
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex')
  return {
    digest: `sha256:${digest}`,
    mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
    size: statSync(path).size,
    path,
  }
}
