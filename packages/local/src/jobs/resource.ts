/** What every resource of SageMaker has. */
export interface Resource {
  readonly name: string
  readonly arn: string
  readonly region: string
  readonly creationTime: Date
  readonly tags: Map<string, string>
}

/** Tags as the API writes them. */
export interface Tag {
  readonly Key: string
  readonly Value: string
}

/** The tags of a request as a resource keeps them: of two with one key the later counts. */
export function tagMap(tags: readonly Tag[] = []): Map<string, string> {
  return new Map(tags.map(({ Key, Value }) => [Key, Value]))
}

/** The resources of one kind, by region and name. Names that differ only in case share an ARN and are the same. */
export class Collection<T extends Resource> {
  readonly #resources = new Map<string, T>()

  get(region: string, name: string): T | undefined {
    return this.#resources.get(keyOf(region, name))
  }

  add(resource: T): void {
    this.#resources.set(keyOf(resource.region, resource.name), resource)
  }

  /** Takes a resource away, unless another has taken its name since. */
  delete(resource: T): void {
    const key = keyOf(resource.region, resource.name)
    if (this.#resources.get(key) === resource) this.#resources.delete(key)
  }

  /** All of one region. */
  list(region: string): readonly T[] {
    return [...this.#resources.values()].filter((resource) => resource.region === region)
  }

  findByArn(arn: string): T | undefined {
    return [...this.#resources.values()].find((resource) => resource.arn === arn)
  }
}

function keyOf(region: string, name: string): string {
  return `${region}/${name.toLowerCase()}`
}
