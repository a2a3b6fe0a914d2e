import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { newIdentifier } from '../../state/identifiers.ts'
import type { Platform } from '../platform.ts'
import type { Endpoint, Variant } from './endpoint.ts'
import { type KeptContainer, startContainer } from './kept-container.ts'
import { containersOf } from './model.ts'
import { startAll } from './start-all.ts'

/** How an instance is ended that may still be at work. */
export interface RetireOptions {
  /** Milliseconds to wait for the invocations under way. */
  readonly patience: number
  /** Ends the waiting. */
  readonly signal: AbortSignal
}

/** What one instance of SageMaker is here: the containers of a variant's model, in a folder of their own. */
export class Instance {
  /** Such as `i-0123456789abcdef0`. */
  readonly id: string
  readonly containers: readonly KeptContainer[]
  /** Invocations under way. */
  outstanding = 0
  readonly #platform: Platform
  readonly #folder: string
  #onIdle: (() => void) | undefined
  #isLeaving = false

  constructor(
    platform: Platform,
    { id, folder }: { readonly id: string; readonly folder: string },
    containers: readonly KeptContainer[],
  ) {
    this.#platform = platform
    this.id = id
    this.#folder = folder
    this.containers = containers
  }

  /** Whether every container can be called now. */
  get isReady(): boolean {
    return !this.#isLeaving && this.containers.every(({ address }) => address !== undefined)
  }

  /** Whether a model of a multi-model endpoint is loaded here, or about to be. */
  hasModel(targetModel: string): boolean {
    return this.containers.some(({ models }) => models?.has(targetModel) ?? false)
  }

  /** Counts an invocation as ended. */
  release(): void {
    this.outstanding -= 1
    if (this.outstanding === 0) this.#onIdle?.()
  }

  /** Waits until the invocations under way have ended, though not for ever, and stops. No new ones may come. */
  async retire({ patience, signal }: RetireOptions): Promise<void> {
    const { clock } = this.#platform
    this.#isLeaving = true
    const idle = new AbortController()
    this.#onIdle = () => idle.abort()
    if (this.outstanding > 0) {
      const either = AbortSignal.any([idle.signal, signal])
      await clock.sleep(patience, either).catch(() => {})
    }
    await this.stop()
  }

  /** Ends the containers, gracefully, and removes their folder. */
  async stop(): Promise<void> {
    this.#isLeaving = true
    await Promise.all(this.containers.map((container) => container.stop()))
    await this.#platform.removeFolder(this.#folder)
  }
}

/**
 * Starts an instance of a variant and waits until all its containers are healthy.
 *
 * @throws JobError with SageMaker's reason when one does not become healthy; nothing is left then.
 */
export async function startInstance(
  platform: Platform,
  endpoint: Endpoint,
  variant: Variant,
  signal: AbortSignal,
): Promise<Instance> {
  const folder = await platform.makeFolder()
  const instanceId = `i-${newIdentifier().replaceAll('-', '').slice(0, 17)}`
  try {
    const starts = containersOf(variant.model).map((_, at) => async (either: AbortSignal) => {
      const own = join(folder, String(at))
      await mkdir(own)
      const place = { endpoint, variant, at, instanceId, folder: own }
      return startContainer(platform, place, either)
    })
    return new Instance(platform, { id: instanceId, folder }, await startAll(starts, { signal }))
  } catch (cause) {
    await platform.removeFolder(folder)
    throw cause
  }
}
