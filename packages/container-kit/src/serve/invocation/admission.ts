import { HttpError } from '../../errors.ts'
import { onAbort } from '../on-abort.ts'

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
   * Does some work in its turn, at once if it can be. The turn lasts until the work is done and then, if `until` gives
   * a promise for what came of it, until that is settled.
   *
   * @throws what the work throws; HttpError 503 if too many wait; the reason of the signal if that is aborted while it
   * waits.
   */
  run<Value>(
    work: () => Value | Promise<Value>,
    signal: () => AbortSignal,
    until: (value: Value) => Promise<unknown> | undefined = nothingMore,
  ): Value | Promise<Value> {
    if (this.#running >= this.#concurrency) {
      this.refuseIfFull()
      return this.#wait(signal()).then(() => this.#work(work, until))
    }
    this.#running += 1
    return this.#work(work, until)
  }

  #work<Value>(
    work: () => Value | Promise<Value>,
    until: (value: Value) => Promise<unknown> | undefined,
  ): Value | Promise<Value> {
    let value: Value | Promise<Value>
    try {
      value = work()
    } catch (error) {
      this.#leave()
      throw error
    }
    if (value instanceof Promise) {
      value.then(
        (result) => this.#leaveAfter(until(result)),
        () => this.#leave(),
      )
    } else {
      this.#leaveAfter(until(value))
    }
    return value
  }

  #leaveAfter(end: Promise<unknown> | undefined): void {
    const leave = () => this.#leave()
    if (end === undefined) leave()
    else end.then(leave, leave)
  }

  /** Ends a turn and gives it to the next that waits. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#running -= 1
    else next()
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stopListening = onAbort(signal, () => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1)
        reject(signal.reason)
      })
      const turn = () => {
        stopListening()
        resolve()
      }
      this.#waiting.push(turn)
    })
  }
}

function nothingMore(): undefined {}
