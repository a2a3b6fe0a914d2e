import { HttpError } from '../../errors.ts'
import { describeError } from '../../lifecycle/describe-error.ts'
import type { Runtime } from '../../lifecycle/runtime.ts'
import type { LoadModel, WorkerCounts } from '../loaded-model.ts'
import { isExhaustion } from './is-exhaustion.ts'
import { modelFolder } from './model-folder.ts'
import { notLoaded } from './not-loaded.ts'
import { ServedModel } from './served-model.ts'

/** What the models of one container have in common. */
export interface ModelSettings {
  readonly runtime: Runtime
  readonly loadModel: LoadModel
  /** The folder that all models lie below. */
  readonly root: string
  /** Aborted when the container has to end. */
  readonly signal: AbortSignal
  /** Seconds that a model is kept for invocations under way when it is to be unloaded. */
  readonly unloadTimeoutSeconds: number
}

/** The models of a multi-model endpoint by name. A name is a key and nothing else: no part of it is ever a path. */
export class ModelRegistry {
  readonly #settings: ModelSettings
  readonly #loading: Set<string> = new Set()
  readonly #loaded: Map<string, ServedModel> = new Map()
  /** Models that are being unloaded, with what resolves when they are gone. */
  readonly #leaving: Map<ServedModel, Promise<void>> = new Map()
  #isClosed = false

  constructor(settings: ModelSettings) {
    this.#settings = settings
  }

  /** How many models are loaded. */
  get size(): number {
    return this.#loaded.size
  }

  /** The threads of all models that are loaded. */
  get workers(): WorkerCounts {
    let ready = 0
    let busy = 0
    for (const { workers } of this.#loaded.values()) {
      ready += workers?.ready ?? 0
      busy += workers?.busy ?? 0
    }
    return { ready, busy }
  }

  /** The names of the models that are loaded, in order of their UTF-16 units. */
  names(): string[] {
    return [...this.#loaded.keys()].sort()
  }

  /**
   * Returns a model that is loaded.
   *
   * @throws HttpError 404 if there is none of this name.
   */
  get(name: string): ServedModel {
    const model = this.#loaded.get(name)
    if (model === undefined) throw notLoaded(name)
    return model
  }

  /**
   * Loads a model. One of the same name that is being unloaded goes first.
   *
   * @throws HttpError 409 if there is one of this name; 507 if memory, disk, files or threads did not suffice; 503 if the
   * container ends; 400 or 404 for a bad url, the status of the program's own HttpError, or 500.
   */
  async load(name: string, url: string): Promise<ServedModel> {
    const { root, signal } = this.#settings
    await this.#left(name)
    if (this.#loaded.has(name) || this.#loading.has(name)) throw alreadyThere(name)
    this.#loading.add(name)
    try {
      return await this.#load(name, url, await modelFolder(url, root))
    } catch (cause) {
      throw loadFailure(name, url, cause, signal)
    } finally {
      this.#loading.delete(name)
    }
  }

  /**
   * Unloads a model once the invocations under way are answered; new ones do not find it any more.
   *
   * @throws HttpError 404 if there is none of this name, whatever the model's end throws.
   */
  async unload(name: string): Promise<void> {
    const model = this.get(name)
    const { runtime, unloadTimeoutSeconds } = this.#settings
    this.#loaded.delete(name)
    const left = model.leave(runtime.host, unloadTimeoutSeconds)
    this.#leaving.set(model, left)
    try {
      await left
      runtime.log.info('model unloaded', { model: name })
    } finally {
      this.#leaving.delete(model)
    }
  }

  /** Lets go of all models at once, also of those that are still to come. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true
    const models = [...this.#loaded.values(), ...this.#leaving.keys()]
    this.#loaded.clear()
    const ends = await Promise.allSettled(models.map((model) => model.close()))
    for (const end of ends) {
      if (end.status === 'rejected')
        this.#settings.runtime.log.error(
          `a model could not be unloaded: ${describeError(end.reason)}`,
        )
    }
  }

  async #load(name: string, url: string, modelDir: string): Promise<ServedModel> {
    const { runtime, loadModel, signal } = this.#settings
    signal.throwIfAborted()
    const started = runtime.host.milliseconds()
    const model = new ServedModel(
      name,
      url,
      await loadModel({ modelDir, log: runtime.log, signal }),
    )
    if (this.#isClosed) {
      await model.close()
      signal.throwIfAborted()
    }
    this.#loaded.set(name, model)
    const milliseconds = Math.round(runtime.host.milliseconds() - started)
    runtime.log.info('model loaded', { model: name, milliseconds })
    return model
  }

  /** Waits until no model of a name is being unloaded. */
  async #left(name: string): Promise<void> {
    for (const [model, left] of this.#leaving) {
      if (model.name === name) await left.catch(() => {})
    }
  }
}

function alreadyThere(name: string): HttpError {
  return new HttpError(
    409,
    `The model ${JSON.stringify(name)} is loaded or being loaded: unload it with DELETE first.`,
  )
}

/** The platform makes room and tries again after 507, and takes 409 for a model that is there: neither may be said lightly. */
function loadFailure(name: string, url: string, cause: unknown, signal: AbortSignal): HttpError {
  const message = `The model ${JSON.stringify(name)} could not be loaded from ${url}. ${describeError(cause)}`
  return new HttpError(loadStatus(cause, signal), message, { cause })
}

function loadStatus(cause: unknown, signal: AbortSignal): number {
  if (signal.aborted) return 503
  if (isExhaustion(cause)) return 507
  return cause instanceof HttpError && cause.statusCode !== 409 ? cause.statusCode : 500
}
