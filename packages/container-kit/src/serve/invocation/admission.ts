import { HttpError } from '../../errors.ts'
import { onAbort } from '../../lifecycle/on-abort.ts'

/** Work that needs a turn. */
export interface Turn<Value> {
  readonly work: () => Value | Promise<Value>
  /** Aborted when nobody waits for the work any more. */
  readonly signal: () => AbortSignal
  /** Whether the work can be done now, as far as turns do not matter: others go first as long as it cannot. */
  readonly isReady: () => boolean
  /** What the turn lasts until, besides the work; undefined if there is nothing. */
  readonly until: (value: Value) => Promise<unknown> | undefined
}

/** One that waits for its turn. */
interface Waiting {
  readonly isReady: () => boolean
  readonly start: () => void
}

/** Lets so many invocations in at once, and so many wait. */
export class Admission {
  readonly #concurrency: number
  readonly #queueSize: number
  readonly #waiting: Waiting[] = []
  #running = 0
  #isGiving = false

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
    if (this.#running >= this.#concurrency) this.#refuseIfNoneCanWait()
  }

  /**
   * Does some work in its turn, at once if it can be.
   *
   * @throws what the work throws; HttpError 503 if too many wait; the reason of the signal if that is aborted while it
   * waits.
   */
  run<Value>(turn: Turn<Value>): Value | Promise<Value> {
    if (this.#running < this.#concurrency && turn.isReady()) {
      this.#running += 1
      return this.#work(turn)
    }
    this.#refuseIfNoneCanWait()
    return this.#wait(turn)
  }

  #refuseIfNoneCanWait(): void {
    if (this.#waiting.length < this.#queueSize) return
    throw new HttpError(503, 'Too many requests wait already: try again later.', {
      headers: { 'retry-after': '1' },
    })
  }

  #work<Value>(turn: Turn<Value>): Value | Promise<Value> {
    let value: Value | Promise<Value>
    try {
      value = turn.work()
    } catch (error) {
      this.#leave()
      throw error
    }
    if (value instanceof Promise) {
      value.then(
        (result) => this.#leaveAfter(turn.until(result)),
        () => this.#leave(),
      )
    } else {
      this.#leaveAfter(turn.until(value))
    }
    return value
  }

  #leaveAfter(end: Promise<unknown> | undefined): void {
    const leave = () => this.#leave()
    if (end === undefined) leave()
    else end.then(leave, leave)
  }

  /** Ends a turn and gives turns to those that wait. */
  #leave(): void {
    this.#running -= 1
    // Work that is done at once ends its turn within the loop below, which goes on by itself.
    if (this.#isGiving) return
    this.#isGiving = true
    let next = this.#nextReady()
    while (next !== undefined) {
      this.#running += 1
      next.start()
      next = this.#nextReady()
    }
    this.#isGiving = false
  }

  /** Takes the first that can have a turn now out of those that wait. */
  #nextReady(): Waiting | undefined {
    if (this.#running >= this.#concurrency) return undefined
    const at = this.#waiting.findIndex((one) => one.isReady())
    return at === -1 ? undefined : this.#waiting.splice(at, 1)[0]
  }

  #wait<Value>(turn: Turn<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const signal = turn.signal()
      const stopListening = onAbort(signal, () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        reject(signal.reason)
      })
      const waiting: Waiting = {
        isReady: () => turn.isReady(),
        // At once, for what it does may be why the next is not ready.
        start: () => {
          stopListening()
          try {
            resolve(this.#work(turn))
          } catch (error) {
            reject(error)
          }
        },
      }
      this.#waiting.push(waiting)
    })
  }
}
