import type { RecordFolder } from '../../state/record-folder.ts'
import type { AsyncRequest } from './async-request.ts'

/** The asynchronous invocations of an endpoint, the first that came first. A request is on disk until it is finished. */
export class AsyncQueue {
  readonly #records: Pick<RecordFolder, 'write' | 'remove'>
  readonly #waiting: AsyncRequest[] = []
  readonly #underWay = new Set<AsyncRequest>()
  #onChange: (() => void) | undefined

  constructor(records: Pick<RecordFolder, 'write' | 'remove'>) {
    this.#records = records
  }

  /** How many wait to be sent. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** How many wait or are being answered: what AWS calls the backlog. */
  get size(): number {
    return this.#waiting.length + this.#underWay.size
  }

  /** Takes a request in; it is on disk when this returns. */
  add(request: AsyncRequest): void {
    this.#records.write(request.id, request)
    this.restore(request)
  }

  /** Puts a request that is on disk already at the end. */
  restore(request: AsyncRequest): void {
    this.#waiting.push(request)
    this.wake()
  }

  /** The next request; whoever takes it finishes it, or leaves it to the next emulator. */
  take(): AsyncRequest | undefined {
    const request = this.#waiting.shift()
    if (request !== undefined) this.#underWay.add(request)
    return request
  }

  /** All that have waited for too long; to be finished by whoever takes them. */
  takeExpired(now: number): readonly AsyncRequest[] {
    const expired = this.#waiting.filter(({ expiryTime }) => expiryTime <= now)
    for (const request of expired) {
      this.#waiting.splice(this.#waiting.indexOf(request), 1)
      this.#underWay.add(request)
    }
    return expired
  }

  finish(request: AsyncRequest): void {
    this.#underWay.delete(request)
    this.#records.remove(request.id)
    this.wake()
  }

  /** Drops everything. */
  clear(): void {
    for (const { id } of [...this.#waiting, ...this.#underWay]) this.#records.remove(id)
    this.#waiting.length = 0
    this.#underWay.clear()
    this.wake()
  }

  /** Tells whoever waits for a change that there is one. */
  wake(): void {
    this.#onChange?.()
  }

  /** Resolves at the next change, or when the signal aborts. One may wait at a time. */
  untilChanged(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#onChange = undefined
        signal.removeEventListener('abort', done)
        resolve()
      }
      this.#onChange = done
      signal.addEventListener('abort', done, { once: true })
      if (signal.aborted) done()
    })
  }
}
