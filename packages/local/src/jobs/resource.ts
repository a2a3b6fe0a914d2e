import type { Owner } from '../state/arn.ts'
import { isDiskFull } from '../state/disk-full.ts'
import type { RecordFolder } from '../state/record-folder.ts'

/** What every resource of SageMaker has. A resource is one plain JSON value: that is how it is kept on disk. */
export interface Resource extends Owner {
  readonly name: string
  readonly arn: string
  readonly creationTime: Time
  tags: readonly Tag[]
}

/** Milliseconds since 1970. */
export type Time = number

/** Tags as the API writes them. */
export interface Tag {
  readonly Key: string
  readonly Value: string
}

/** Tags with more of them: of two with one key the later counts. */
export function mergeTags(tags: readonly Tag[], more: readonly Tag[] = []): readonly Tag[] {
  const values = new Map([...tags, ...more].map(({ Key, Value }) => [Key, Value]))
  return [...values].map(([Key, Value]) => ({ Key, Value }))
}

/**
 * The resources of one kind, by region and name, in memory and on disk. Names that differ only in case share an ARN and
 * are the same.
 */
export class Collection<T extends Resource> {
  readonly #records: RecordFolder
  readonly #resources = new Map<string, T>()
  /** What has changed and could not be written yet. */
  readonly #unwritten = new Set<T>()

  constructor(records: RecordFolder) {
    this.#records = records
    for (const record of records.readAll()) this.#resources.set(keyOf(record as T), record as T)
  }

  get(region: string, name: string): T | undefined {
    return this.#resources.get(keyOf({ region, name }))
  }

  /** Takes a resource in, in the place of one of its name; throws when it can't be written, and all is as it was. */
  add(resource: T): void {
    this.#records.write(keyOf(resource), resource)
    this.#resources.set(keyOf(resource), resource)
    this.flush()
  }

  /** Changes members of a resource; throws when that can't be written, and the resource is as it was. */
  change(resource: T, changes: Partial<T>): void {
    if (this.#has(resource)) this.#records.write(keyOf(resource), { ...resource, ...changes })
    Object.assign(resource, changes)
    this.flush()
  }

  /**
   * Writes down what has come of a resource; of one that is gone nothing. What there is no room for on the disk holds
   * nevertheless, and is written as soon as there is.
   */
  save(resource: T): void {
    this.#unwritten.add(resource)
    this.flush()
  }

  /** Takes a resource away, unless another has taken its name since. */
  delete(resource: T): void {
    if (!this.#has(resource)) return
    this.#resources.delete(keyOf(resource))
    this.#records.remove(keyOf(resource))
    this.flush()
  }

  /** Writes what could not be written before, as far as there is room now. */
  flush(): void {
    try {
      for (const resource of this.#unwritten) {
        if (this.#has(resource)) this.#records.write(keyOf(resource), resource)
        this.#unwritten.delete(resource)
      }
    } catch (cause) {
      if (!isDiskFull(cause)) throw cause
    }
  }

  /** All of one region. */
  list(region: string): readonly T[] {
    return this.all().filter((resource) => resource.region === region)
  }

  /** All of all regions. */
  all(): readonly T[] {
    return [...this.#resources.values()]
  }

  findByArn(arn: string): T | undefined {
    return this.all().find((resource) => resource.arn === arn)
  }

  #has(resource: T): boolean {
    return this.#resources.get(keyOf(resource)) === resource
  }
}

function keyOf({ region, name }: Pick<Resource, 'region' | 'name'>): string {
  return `${region}/${name.toLowerCase()}`
}
