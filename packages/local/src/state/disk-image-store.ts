import { createHash } from 'node:crypto'
import { readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Owner } from './arn.ts'
import type { Clock } from './clock.ts'
import type { DataFolder } from './data-folder.ts'
import { blobsOf, type Manifest, manifestDigest, parseManifest } from './image-manifest.ts'
import { parseImageReference } from './image-reference.ts'
import {
  findManifest,
  fromRecord,
  type ImageRepository,
  type OpenRepository,
  type RepositoryRecord,
  repositoryKey,
  type StoredManifest,
  toRecord,
} from './image-repository.ts'
import type { ImageConfig, ImageStore, StoredImage } from './image-store.ts'
import { readJsonFiles, writeJsonFile } from './json-file.ts'
import { type LayerUpload, LayerUploads } from './layer-uploads.ts'

/** A layer's or a configuration's bytes. */
export interface StoredBlob {
  readonly digest: string
  readonly size: number
  readonly path: string
}

/**
 * The registry on disk: blobs in files named for their digest, shared by all repositories, and a record
 * for each repository, which is replaced as a whole whenever the repository changes.
 */
export class DiskImageStore implements ImageStore {
  readonly uploads: LayerUploads
  readonly #blobs: string
  readonly #records: string
  readonly #clock: Clock
  /** Where an address that names this server by host and port leads first. */
  readonly #home: Owner
  readonly #repositories = new Map<string, OpenRepository>()

  constructor(data: DataFolder, clock: Clock, home: Owner) {
    this.uploads = new LayerUploads(data)
    this.#blobs = data.folder('ecr/blobs')
    this.#records = data.folder('ecr/repositories')
    this.#clock = clock
    this.#home = home
    for (const record of readJsonFiles(this.#records)) {
      const repository = fromRecord(record as RepositoryRecord)
      this.#repositories.set(repositoryKey(repository), repository)
    }
  }

  find(uri: string): StoredImage | undefined {
    const reference = parseImageReference(uri)
    if (reference === undefined) return undefined
    const repository = this.repository(reference.repository, reference.owner)
    const manifest = repository && findManifest(repository, reference)
    return manifest && this.#image(repository, manifest)
  }

  /** The repository of that owner; without an owner the home registry's, or else any of that name. */
  repository(name: string, owner?: Owner): ImageRepository | undefined {
    if (owner !== undefined) return this.#repositories.get(repositoryKey({ owner, name }))
    const home = this.#repositories.get(repositoryKey({ owner: this.#home, name }))
    return home ?? [...this.#repositories.values()].find((repository) => repository.name === name)
  }

  repositories(owner: Owner): readonly ImageRepository[] {
    return [...this.#repositories.values()]
      .filter((one) => one.owner.accountId === owner.accountId && one.owner.region === owner.region)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  createRepository(
    owner: Owner,
    name: string,
    tagMutability: ImageRepository['tagMutability'],
  ): ImageRepository {
    const repository: OpenRepository = {
      name,
      owner,
      createdAt: this.#clock.now(),
      tagMutability,
      manifests: new Map(),
      tags: new Map(),
      blobs: new Map(),
    }
    this.#repositories.set(repositoryKey({ owner, name }), repository)
    this.#save(repository)
    return repository
  }

  deleteRepository(repository: ImageRepository): void {
    this.#repositories.delete(repositoryKey(repository))
    rmSync(this.#recordPath(repository), { force: true })
    for (const digest of repository.blobs.keys()) this.#removeUnused(digest)
  }

  blob(repository: ImageRepository, digest: string): StoredBlob | undefined {
    const size = repository.blobs.get(digest)
    return size === undefined ? undefined : { digest, size, path: this.#blobPath(digest) }
  }

  /** Makes an upload, whose digest the caller has compared, a blob of the repository. */
  finishUpload(repository: ImageRepository, upload: LayerUpload): StoredBlob {
    const digest = this.uploads.digest(upload)
    const path = this.#blobPath(digest)
    renameSync(upload.path, path)
    this.uploads.close(upload)
    this.#change(repository).blobs.set(digest, upload.size)
    this.#save(repository)
    return { digest, size: upload.size, path }
  }

  /** Gives a repository a blob that another one has. */
  shareBlob(from: ImageRepository, to: ImageRepository, digest: string): boolean {
    const size = from.blobs.get(digest)
    if (size === undefined) return false
    this.#change(to).blobs.set(digest, size)
    this.#save(to)
    return true
  }

  /** What a manifest points at that the repository lacks. */
  missingReferences(repository: ImageRepository, manifest: Manifest): readonly string[] {
    const blobs = blobsOf(manifest).filter(({ digest }) => !repository.blobs.has(digest))
    const manifests = manifest.manifests?.filter(({ digest }) => !repository.manifests.has(digest))
    return [...blobs, ...(manifests ?? [])].map(({ digest }) => digest)
  }

  putManifest(
    repository: ImageRepository,
    text: string,
    mediaType: string,
    tag?: string,
  ): StoredManifest {
    const digest = manifestDigest(text)
    const { manifests, tags } = this.#change(repository)
    const manifest = manifests.get(digest) ?? {
      digest,
      mediaType,
      text,
      pushedAt: this.#clock.now(),
    }
    manifests.set(digest, manifest)
    if (tag !== undefined) tags.set(tag, digest)
    this.#save(repository)
    return manifest
  }

  /** Takes a tag off; a manifest whose last tag that was goes with it, as in ECR. */
  deleteTag(repository: ImageRepository, tag: string): void {
    const { manifests, tags } = this.#change(repository)
    const digest = tags.get(tag)
    tags.delete(tag)
    if (digest !== undefined && ![...tags.values()].includes(digest)) manifests.delete(digest)
    this.#save(repository)
  }

  deleteManifest(repository: ImageRepository, digest: string): void {
    const { manifests, tags } = this.#change(repository)
    manifests.delete(digest)
    for (const [tag, target] of [...tags]) if (target === digest) tags.delete(tag)
    this.#save(repository)
  }

  #image(repository: ImageRepository, stored: StoredManifest): StoredImage {
    const manifest = parseManifest(stored.text)
    const config = manifest?.config && this.blob(repository, manifest.config.digest)
    return {
      repository: repository.name,
      digest: stored.digest,
      mediaType: stored.mediaType,
      config: config === undefined ? {} : readConfig(config.path),
      layers: (manifest?.layers ?? []).map((layer) => ({
        digest: layer.digest,
        mediaType: layer.mediaType,
        size: layer.size,
        path: this.#blobPath(layer.digest),
      })),
    }
  }

  #change(repository: ImageRepository): OpenRepository {
    return this.#repositories.get(repositoryKey(repository)) as OpenRepository
  }

  #save(repository: ImageRepository): void {
    writeJsonFile(this.#recordPath(repository), toRecord(repository))
  }

  #removeUnused(digest: string): void {
    const used = [...this.#repositories.values()].some(({ blobs }) => blobs.has(digest))
    if (!used) rmSync(this.#blobPath(digest), { force: true })
  }

  #blobPath(digest: string): string {
    return join(this.#blobs, digest.replace(/^sha256:/, ''))
  }

  #recordPath(repository: ImageRepository): string {
    const id = createHash('sha256').update(repositoryKey(repository)).digest('hex')
    return join(this.#records, `${id}.json`)
  }
}

/** A configuration that is no JSON object says nothing; what runs the image will miss the entrypoint. */
function readConfig(path: string): ImageConfig {
  try {
    const config: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return typeof config === 'object' && config !== null ? config : {}
  } catch {
    return {}
  }
}
