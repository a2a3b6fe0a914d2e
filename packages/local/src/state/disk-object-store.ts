import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Clock } from './clock.ts'
import type { DataFolder } from './data-folder.ts'
import type { DiskObject, DiskObjectAttributes, StoredBucket, Tags } from './disk-object.ts'
import { newIdentifier } from './identifiers.ts'
import { readJsonFiles, writeJsonFile } from './json-file.ts'
import type { ObjectAttributes, ObjectStore } from './object-store.ts'
import { SortedKeys } from './sorted-keys.ts'
import { type StagedFile, stageFile } from './staged-file.ts'
import { removeStrays } from './strays.ts'

/** What an object's own small file holds; its bytes are in the file `blob` beside it. */
type ObjectRecord = Omit<DiskObject, 'bucket' | 'path' | 'lastModified'> & {
  readonly lastModified: string
  readonly blob: string
}

interface Bucket extends StoredBucket {
  readonly folder: string
  readonly objects: SortedKeys<DiskObject>
}

/**
 * The object store on disk: a folder a bucket, and in it two files an object, its bytes under a name of
 * their own and a record under the hash of its key. Renaming the record into place is what makes an
 * object exist, so a key never becomes a path and an object is never half there.
 */
export class DiskObjectStore implements ObjectStore {
  readonly #root: string
  readonly #scratch: string
  readonly #clock: Clock
  readonly #account: string
  readonly #buckets = new Map<string, Bucket>()

  /** The account owns the buckets that are made without a word about whose they are. */
  constructor(data: DataFolder, clock: Clock, account: string) {
    this.#account = account
    this.#root = data.folder('s3')
    this.#scratch = data.folder('scratch')
    this.#clock = clock
    for (const record of readJsonFiles(this.#root)) this.#restoreBucket(record as StoredBucket)
    const known = new Set([...this.#buckets.values()].map(({ folder }) => basename(folder)))
    removeStrays(this.#root, (name) => known.has(name.replace(/\.json$/, '')))
  }

  hasBucket(bucket: string): boolean {
    return this.#buckets.has(bucket)
  }

  bucket(bucket: string): StoredBucket | undefined {
    return this.#buckets.get(bucket)
  }

  buckets(): readonly StoredBucket[] {
    return [...this.#buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  createBucket(name: string, region: string, owner: string = this.#account, tags?: Tags): void {
    if (this.#buckets.has(name)) return
    const createdAt = this.#clock.now()
    const bucket = this.#openBucket({ name, region, owner, createdAt, ...(tags && { tags }) })
    try {
      saveBucket(bucket)
    } catch (error) {
      rmSync(bucket.folder, { recursive: true, force: true })
      throw error
    }
    this.#buckets.set(name, bucket)
  }

  /** Gives a bucket other tags; no tags are none, not an empty set. */
  tagBucket(name: string, tags: Tags | undefined): void {
    const { tags: _, ...rest } = this.#bucket(name)
    const bucket = { ...rest, ...(tags && { tags }) }
    saveBucket(bucket)
    this.#buckets.set(name, bucket)
  }

  deleteBucket(name: string): void {
    const bucket = this.#buckets.get(name)
    if (bucket === undefined) return
    this.#buckets.delete(name)
    rmSync(`${bucket.folder}.json`, { force: true })
    rmSync(bucket.folder, { recursive: true, force: true })
  }

  isEmpty(bucket: string): boolean {
    return this.#bucket(bucket).objects.size === 0
  }

  get(bucket: string, key: string): DiskObject | undefined {
    return this.#buckets.get(bucket)?.objects.get(key)
  }

  list(bucket: string, prefix: string): readonly DiskObject[] {
    return [...this.scan(bucket, prefix)]
  }

  /** Like `list`, from the first key that is not before `from`, and only as far as it is asked for. */
  scan(bucket: string, prefix: string, from?: string): Iterable<DiskObject> {
    return this.#buckets.get(bucket)?.objects.startingWith(prefix, from) ?? []
  }

  async put(
    bucket: string,
    key: string,
    body: Readable,
    attributes: ObjectAttributes = {},
  ): Promise<DiskObject> {
    return this.commit(bucket, key, await this.stage(body), attributes)
  }

  /** Writes bytes beside the buckets, where nothing sees them until they are committed. */
  stage(chunks: AsyncIterable<Uint8Array>, options = { withMd5: true }): Promise<StagedFile> {
    return stageFile(join(this.#scratch, newIdentifier()), chunks, options)
  }

  discard(staged: StagedFile): void {
    rmSync(staged.path, { force: true })
  }

  /** Makes staged bytes an object, in the place of an older one of that key; never waits in between. */
  commit(
    bucketName: string,
    key: string,
    staged: StagedFile,
    attributes: DiskObjectAttributes = {},
  ): DiskObject {
    const bucket = this.#bucket(bucketName)
    const replaced = bucket.objects.get(key)
    const blob = `${newIdentifier()}.bytes`
    const stored: DiskObject = {
      bucket: bucketName,
      key,
      size: staged.size,
      etag: `"${attributes.etag ?? staged.md5}"`,
      lastModified: this.#clock.now(),
      contentType: attributes.contentType ?? 'binary/octet-stream',
      metadata: attributes.metadata ?? {},
      headers: attributes.headers ?? {},
      checksums: attributes.checksums ?? {},
      checksumType: attributes.checksumType ?? 'FULL_OBJECT',
      tags: attributes.tags ?? {},
      ...(attributes.upload && { upload: attributes.upload }),
      path: join(bucket.folder, blob),
    }
    renameSync(staged.path, stored.path)
    try {
      saveObject(bucket, stored)
    } catch (error) {
      rmSync(stored.path, { force: true })
      throw error
    }
    bucket.objects.set(key, stored)
    if (replaced !== undefined) rmSync(replaced.path, { force: true })
    return stored
  }

  /** Gives an object other tags, which is no change of the object. */
  tagObject(object: DiskObject, tags: Tags): void {
    const bucket = this.#bucket(object.bucket)
    const tagged = { ...object, tags }
    saveObject(bucket, tagged)
    bucket.objects.set(object.key, tagged)
  }

  delete(bucketName: string, key: string): void {
    const bucket = this.#buckets.get(bucketName)
    const removed = bucket?.objects.get(key)
    if (bucket === undefined || removed === undefined) return
    bucket.objects.delete(key)
    rmSync(recordPath(bucket, key), { force: true })
    rmSync(removed.path, { force: true })
  }

  #bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name)
    if (bucket === undefined) throw new Error(`There is no bucket "${name}".`)
    return bucket
  }

  #openBucket(record: StoredBucket): Bucket {
    // Without a dot no name means anything to the file system, and none ends as the records do.
    const name = encodeURIComponent(record.name).replaceAll('.', '%2E')
    const folder = join(this.#root, `bucket-${name}`)
    mkdirSync(folder, { recursive: true })
    return { ...record, folder, objects: new SortedKeys() }
  }

  #restoreBucket(record: StoredBucket): void {
    const bucket = this.#openBucket({ ...record, createdAt: new Date(record.createdAt) })
    const records = readJsonFiles(bucket.folder) as ObjectRecord[]
    for (const object of records) bucket.objects.set(object.key, toObject(bucket, object))
    this.#buckets.set(record.name, bucket)
    // Bytes whose record a killed run had no time to write, or had removed already.
    const known = new Set(records.map(({ blob }) => blob))
    removeStrays(bucket.folder, (name) => name.endsWith('.json') || known.has(name))
  }
}

function saveBucket({ folder, objects: _, ...record }: Bucket): void {
  writeJsonFile(`${folder}.json`, record)
}

function saveObject(bucket: Bucket, { bucket: _, path, ...object }: DiskObject): void {
  writeJsonFile(recordPath(bucket, object.key), { ...object, blob: basename(path) })
}

function toObject(bucket: Bucket, { blob, ...record }: ObjectRecord): DiskObject {
  return {
    ...record,
    bucket: bucket.name,
    lastModified: new Date(record.lastModified),
    path: join(bucket.folder, blob),
  }
}

function recordPath(bucket: Bucket, key: string): string {
  return join(bucket.folder, `${createHash('sha256').update(key).digest('hex')}.json`)
}
