import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { containerPaths, routes } from '@byo/container-kit/contract'
import type { StoredObject } from '../../state/object-store.ts'
import type { Platform } from '../platform.ts'
import { formatS3Uri, parseS3Uri } from '../s3-uri.ts'
import { type ContainerAnswer, type ContainerCall, callContainer } from './call-container.ts'
import type { PlacedContainer } from './container-request.ts'
import { ModelMissing } from './model-errors.ts'
import type { ServingContainer } from './start-healthy.ts'
import { extractModel } from './unpack-model.ts'

/** Puts models of a multi-model container into its sight, and tells it of them. */
export class ModelLoader {
  readonly #platform: Platform
  readonly #placed: PlacedContainer

  constructor(platform: Platform, placed: PlacedContainer) {
    this.#platform = platform
    this.#placed = placed
  }

  /**
   * The object of a target model: its key is the container's prefix and the target, and never a path.
   *
   * @throws ModelMissing
   */
  find(targetModel: string): StoredObject {
    const { bucket, key } = parseS3Uri(this.#placed.definition.ModelDataUrl ?? '') ?? noLocation
    const folder = key === '' || key.endsWith('/') ? key : `${key}/`
    const name = folder + targetModel.replace(/^\//, '')
    const object = this.#platform.objectStore.get(bucket, name)
    if (object === undefined) throw new ModelMissing(bucket, name)
    return object
  }

  /** Unpacks a model's archive where the container sees it. */
  async unpack(object: StoredObject, name: string): Promise<void> {
    const never = new AbortController().signal
    const folder = join(this.#folderOf(name), 'model')
    await extractModel(object.path, folder, { uri: formatS3Uri(object), signal: never })
  }

  /** Asks the container to load a model that is unpacked. */
  load(container: ServingContainer, name: string): Promise<ContainerAnswer> {
    const url = containerPaths(container.optMl).modelsDir
    const body = Buffer.from(JSON.stringify({ model_name: name, url: `${url}/${name}/model` }))
    const headers = { 'content-type': 'application/json' }
    return this.#call(container, { method: 'POST', path: routes.models, headers, body })
  }

  /** Asks the container to unload a model. */
  unload(container: ServingContainer, name: string): Promise<ContainerAnswer> {
    return this.#call(container, { method: 'DELETE', ...about(name) })
  }

  /** Asks the container whether it has a model loaded. */
  describe(container: ServingContainer, name: string): Promise<ContainerAnswer> {
    return this.#call(container, { method: 'GET', ...about(name) })
  }

  /** Removes a model's files. What cannot be removed goes with the instance. */
  async remove(name: string): Promise<void> {
    await rm(this.#folderOf(name), { recursive: true, force: true }).catch(() => {})
  }

  #folderOf(name: string): string {
    return join(containerPaths(this.#placed.request.optMl).modelsDir, name)
  }

  #call({ address }: ServingContainer, call: ContainerCall): Promise<ContainerAnswer> {
    const { agent, deadlines } = this.#platform
    return callContainer(address, call, { agent, deadlines: deadlines.modelLoad, maxAnswerBytes })
  }
}

/** A request about one model. */
function about(name: string): Pick<ContainerCall, 'path' | 'headers' | 'body'> {
  return { path: routes.model.replace('{name}', name), headers: {}, body: noBytes }
}

const noLocation = { bucket: '', key: '' }
const noBytes = new Uint8Array()
/** An answer about a model is short. */
const maxAnswerBytes = 1024 * 1024
