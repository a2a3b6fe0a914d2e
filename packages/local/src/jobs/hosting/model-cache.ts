import { newIdentifier } from '../../state/identifiers.ts'
import type { Platform } from '../platform.ts'
import type { PlacedContainer } from './container-request.ts'
import { ModelLoadError } from './model-errors.ts'
import { ModelLoader } from './model-loader.ts'
import type { ServingContainer } from './start-healthy.ts'

/** One model of a multi-model container, loaded or being loaded. */
export interface CachedModel {
  /** What the container calls it. */
  readonly name: string
  /** Resolves once it can be invoked; rejects when it could not be loaded. */
  readonly loaded: Promise<void>
}

interface Entry extends CachedModel {
  readonly targetModel: string
  isLoaded: boolean
  /** Invocations that use it or wait for it. */
  users: number
}

/** The container ended before it had loaded a model. */
const containerEnded = 'The container ended.'

/**
 * The models of one multi-model container: loaded from S3 when they are first asked for, and unloaded, least recently used
 * first, when the container says that it has no room for another.
 */
export class ModelCache {
  readonly #loader: ModelLoader
  /** Whether models stay loaded between invocations. */
  readonly #keeps: boolean
  /** By target model, least recently used first. */
  readonly #entries = new Map<string, Entry>()
  #container: ServingContainer | undefined

  constructor(platform: Platform, placed: PlacedContainer) {
    this.#loader = new ModelLoader(platform, placed)
    this.#keeps = placed.definition.MultiModelConfig?.ModelCacheSetting !== 'Disabled'
  }

  /** The container runs, with no model yet. */
  serve(container: ServingContainer): void {
    this.#container = container
  }

  /** The container is gone, and its models with it. */
  forget(): void {
    this.#container = undefined
    for (const entry of this.#entries.values()) this.#lose(entry)
  }

  has(targetModel: string): boolean {
    return this.#entries.has(targetModel)
  }

  /**
   * The model for one invocation, which is to release it; the first who asks for it has it loaded.
   *
   * @throws ModelMissing when S3 has no such object.
   */
  acquire(targetModel: string): CachedModel {
    const entry = this.#entries.get(targetModel) ?? this.#begin(targetModel)
    // At the end again, as the one that was used last.
    this.#entries.delete(targetModel)
    this.#entries.set(targetModel, entry)
    entry.users += 1
    return entry
  }

  release(model: CachedModel): void {
    const entry = model as Entry
    entry.users -= 1
    if (!this.#keeps && entry.users === 0) void this.#unload(entry)
  }

  /** Unloads the model that was not used for longest, other than this one; false when all others are in use. */
  async makeRoom(besides: CachedModel): Promise<boolean> {
    for (const entry of this.#entries.values()) {
      if (!entry.isLoaded || entry.users > 0 || entry === besides) continue
      await this.#unload(entry)
      return true
    }
    return false
  }

  /** Whether the container does not have a model any more that it had loaded: then whoever asks next has it loaded anew. */
  async isLost(model: CachedModel): Promise<boolean> {
    if (this.#container === undefined) return false
    const answer = await this.#loader.describe(this.#container, model.name).catch(() => undefined)
    if (answer?.statusCode !== 404) return false
    this.#lose(model as Entry)
    return true
  }

  #lose(entry: Entry): void {
    this.#forget(entry)
    void this.#loader.remove(entry.name)
  }

  #begin(targetModel: string): Entry {
    const object = this.#loader.find(targetModel)
    const name = newIdentifier()
    const unpacked = this.#loader.unpack(object, name)
    const entry: Entry = {
      name,
      targetModel,
      isLoaded: false,
      users: 0,
      loaded: unpacked.then(() => this.#load(entry)),
    }
    // Those who wait are told; if there are none any more, it is nobody's error.
    entry.loaded.catch(() => this.#lose(entry))
    return entry
  }

  async #load(entry: Entry): Promise<void> {
    while (!entry.isLoaded) {
      if (this.#container === undefined) throw new Error(containerEnded)
      const answer = await this.#loader.load(this.#container, entry.name)
      entry.isLoaded = answer.statusCode === 200
      const mayHelp = answer.statusCode === 507 && (await this.makeRoom(entry))
      if (!entry.isLoaded && !mayHelp) throw new ModelLoadError(answer)
    }
  }

  async #unload(entry: Entry): Promise<void> {
    this.#forget(entry)
    // A container that fails to unload a model says so in its log; what counts is whether there is room then.
    if (this.#container !== undefined && entry.isLoaded)
      await this.#loader.unload(this.#container, entry.name).catch(() => undefined)
    await this.#loader.remove(entry.name)
  }

  #forget(entry: Entry): void {
    if (this.#entries.get(entry.targetModel) === entry) this.#entries.delete(entry.targetModel)
  }
}
