import type { Instance } from '../hosting/instance.ts'
import type { Platform } from '../platform.ts'
import type { ServerlessConfig } from './serverless-config.ts'

/** The place of one invocation among those that may be under way at once. */
export interface Turn {
  /** Resolves once a container is there for it alone; rejects when that cannot start. */
  readonly instance: Promise<Instance>
  /** Ends the invocation, or the waiting for a container. */
  end(): void
}

/** Starts a container of the pool's variant; the signal gives up. */
export type StartInstance = (signal: AbortSignal) => Promise<Instance>

interface Waiter {
  readonly resolve: (instance: Instance) => void
  readonly reject: (cause: unknown) => void
}

/**
 * The containers of a serverless variant, each of which answers one invocation at a time: started when they are needed,
 * kept for a while after that, and down to none, or what is provisioned, when nobody asks.
 */
export class ServerlessPool {
  config: ServerlessConfig
  readonly #platform: Platform
  readonly #start: StartInstance
  /** Every container, and since when it is idle. */
  readonly #instances = new Map<Instance, number | undefined>()
  readonly #starting = new Set<Promise<void>>()
  readonly #waiters: Waiter[] = []
  readonly #closing = new AbortController()
  #isWatching = false

  constructor(
    platform: Platform,
    config: ServerlessConfig,
    { start, first }: { readonly start: StartInstance; readonly first: readonly Instance[] },
  ) {
    this.#platform = platform
    this.config = config
    this.#start = start
    for (const instance of first) this.#give(instance)
  }

  get instances(): readonly Instance[] {
    return [...this.#instances.keys()]
  }

  /** A turn for an invocation; undefined while as many are under way as may be. */
  acquire(): Turn | undefined {
    if (this.#underWay() >= this.config.MaxConcurrency) return undefined
    let waiter: Waiter | undefined
    let taken: Instance | undefined
    const instance = new Promise<Instance>((resolve, reject) => {
      waiter = {
        reject,
        resolve: (given) => {
          taken = given
          resolve(given)
        },
      }
      this.#wait(waiter)
    })
    return {
      instance,
      end: () => {
        const at = waiter === undefined ? -1 : this.#waiters.indexOf(waiter)
        if (at >= 0) this.#waiters.splice(at, 1)
        if (taken === undefined) return
        taken.release()
        if (taken.isReady) this.#give(taken)
        else this.#drop(taken)
      },
    }
  }

  /** Takes another configuration, and starts what is to be provisioned by it. */
  configure(config: ServerlessConfig): void {
    this.config = config
    this.#startMissing()
    this.#watch()
  }

  /** Starts nothing more, and waits for what was being started. Whoever waits is refused. */
  async close(): Promise<void> {
    this.#closing.abort()
    for (const { reject } of this.#waiters.splice(0)) reject(this.#closing.signal.reason)
    await Promise.all(this.#starting)
  }

  #underWay(): number {
    const busy = [...this.#instances.values()].filter((since) => since === undefined)
    return busy.length + this.#waiters.length
  }

  #wait(waiter: Waiter): void {
    this.#waiters.push(waiter)
    for (const [instance, idleSince] of this.#instances) {
      if (idleSince === undefined) continue
      if (instance.isReady) {
        this.#give(instance)
        return
      }
      this.#drop(instance)
    }
    this.#startMissing()
  }

  /** Gives a container to who waits for one first, or lets it rest. */
  #give(instance: Instance): void {
    const waiter = this.#waiters.shift()
    if (waiter === undefined) {
      this.#instances.set(instance, this.#platform.clock.now().getTime())
      this.#watch()
      return
    }
    this.#instances.set(instance, undefined)
    instance.outstanding += 1
    waiter.resolve(instance)
  }

  /** Starts a container for each that waits for one, and what is provisioned. */
  #startMissing(): void {
    const { ProvisionedConcurrency: provisioned = 0 } = this.config
    while (
      !this.#closing.signal.aborted &&
      (this.#starting.size < this.#waiters.length ||
        this.#instances.size + this.#starting.size < provisioned)
    )
      this.#startOne()
  }

  #startOne(): void {
    let end = (): void => {}
    const starting = new Promise<void>((resolve) => {
      end = resolve
    })
    this.#starting.add(starting)
    this.#platform.run(async (closing) => {
      try {
        // A container is started again and again until then, should it end by itself.
        this.#give(await this.#start(AbortSignal.any([closing, this.#closing.signal])))
      } catch (cause) {
        this.#waiters.shift()?.reject(cause)
      }
      this.#starting.delete(starting)
      end()
    })
  }

  #drop(instance: Instance): void {
    this.#instances.delete(instance)
    this.#platform.run(() => instance.stop())
    this.#startMissing()
  }

  /** Ends containers that have been idle for long enough, as long as there are more than are provisioned. */
  #watch(): void {
    if (this.#isWatching || this.#closing.signal.aborted) return
    this.#isWatching = true
    const { clock, times, run } = this.#platform
    run(async (closing) => {
      const over = AbortSignal.any([closing, this.#closing.signal])
      while (!over.aborted && this.#instances.size > (this.config.ProvisionedConcurrency ?? 0)) {
        const now = clock.now().getTime()
        const [longest, since = now] = this.#longestIdle()
        const rest = since + times.serverlessIdle - now
        if (rest > 0) await clock.sleep(rest, over).catch(() => {})
        else if (longest !== undefined) this.#drop(longest)
      }
      this.#isWatching = false
    })
  }

  #longestIdle(): [Instance, number] | [undefined, undefined] {
    let longest: [Instance, number] | [undefined, undefined] = [undefined, undefined]
    for (const [instance, since] of this.#instances)
      if (since !== undefined && since < (longest[1] ?? Number.POSITIVE_INFINITY))
        longest = [instance, since]
    return longest
  }
}
