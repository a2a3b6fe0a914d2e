import type { Clock } from '../../state/clock.ts'

/** A point in time at which something is given up. */
export interface Deadline {
  /** Called at that time, unless it was cancelled before. */
  onExpired: (() => void) | undefined
  readonly isExpired: boolean
  cancel(): void
}

/** Deadlines that are all equally far away when they are made: one timer serves them all, however many there are. */
export class Deadlines {
  readonly #clock: Clock
  readonly #milliseconds: number
  readonly #signal: AbortSignal
  /** In the order in which they expire. */
  readonly #waiting = new Set<Waiting>()
  #isWatching = false

  /** @param signal - Ends the waiting: nothing expires any more. */
  constructor(clock: Clock, milliseconds: number, signal: AbortSignal) {
    this.#clock = clock
    this.#milliseconds = milliseconds
    this.#signal = signal
  }

  add(): Deadline {
    const expires = this.#now() + this.#milliseconds
    const waiting = new Waiting(this.#waiting, expires)
    this.#waiting.add(waiting)
    if (!this.#isWatching) void this.#watch()
    return waiting
  }

  async #watch(): Promise<void> {
    this.#isWatching = true
    for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
      await this.#clock.sleep(Math.max(0, next.expires - this.#now()), this.#signal).catch(() => {})
      if (this.#signal.aborted) break
      this.#expire(this.#now())
    }
    this.#isWatching = false
  }

  #expire(now: number): void {
    for (const one of this.#waiting) {
      if (one.expires > now) return
      one.expire()
    }
  }

  #now(): number {
    return this.#clock.now().getTime()
  }
}

class Waiting implements Deadline {
  readonly expires: number
  isExpired = false
  readonly #all: Set<Waiting>
  onExpired: (() => void) | undefined = undefined

  constructor(all: Set<Waiting>, expires: number) {
    this.#all = all
    this.expires = expires
  }

  expire(): void {
    this.cancel()
    this.isExpired = true
    this.onExpired?.()
  }

  cancel(): void {
    this.#all.delete(this)
  }
}
