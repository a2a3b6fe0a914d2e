import { HttpError } from '../errors.ts'

/** Lets so many invocations in at once, and so many wait. */
export class Admission {
  readonly #concurrency: number
  readonly #queueSize: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(concurrency: number, queueSize: number) {
    this.#concurrency = concurrency
    this.#queueSize = queueSize
  }

  /** Invocations under way. */
  get running(): number {
    return this.#running
  }

  /** Invocations that wait for their turn. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** Throws HttpError 503 with Retry-After if nobody can be let in, nor wait. */
  refuseIfFull(): void {
    if (this.#running < this.#concurrency || this.#waiting.length < this.#queueSize) return
    throw new HttpError(503, 'Too many requests wait already: try again later.', {
      headers: { 'retry-after': '1' },
    })
  }

  /**
   * Does some work in its turn, at once if it can be.
   *
   * @throws what the work throws; HttpError 503 if too many wait; the reason of the signal if that is aborted while it
   * waits.
   */
  run<Value>(
    work: () => Value | Promise<Value>,
    signal: () => AbortSignal,
  ): Value | Promise<Value> {
    if (this.#running >= this.#concurrency) {
      this.refuseIfFull()
      return this.#wait(signal()).then(() => this.#work(work))
    }
    this.#running += 1
    return this.#work(work)
  }

  #work<Value>(work: () => Value | Promise<Value>): Value | Promise<Value> {
    let isUnderWay = false
    try {
      const value = work()
      isUnderWay = value instanceof Promise
      return value instanceof Promise ? value.finally(() => this.#leave()) : value
    } finally {
      if (!isUnderWay) this.#leave()
    }
  }

  /** Ends a turn and gives it to the next that waits. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#running -= 1
    else next()
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = () => {
        signal.removeEventListener('abort', giveUp)
        resolve()
      }
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1)
        reject(signal.reason)
      }
      this.#waiting.push(turn)
      signal.addEventListener('abort', giveUp, { once: true })
    })
  }
}
