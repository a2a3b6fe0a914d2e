import type { Clock } from '../../src/state/clock.ts'
import { systemClock } from '../../src/state/system-clock.ts'

interface Sleeper {
  readonly wakesAt: number
  readonly wake: () => void
}

/** The machine's clock, which a test can put forward: then it wakes whoever would have slept till there. */
export class TestClock implements Clock {
  #ahead = 0
  readonly #sleepers = new Set<Sleeper>()

  now(): Date {
    return new Date(systemClock.now().getTime() + this.#ahead)
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const woken = new AbortController()
    const sleeper = {
      wakesAt: this.now().getTime() + milliseconds,
      wake: () => woken.abort(),
    }
    this.#sleepers.add(sleeper)
    const either = signal ? AbortSignal.any([signal, woken.signal]) : woken.signal
    try {
      await systemClock.sleep(milliseconds, either)
    } catch (error) {
      if (signal?.aborted) throw error
    } finally {
      this.#sleepers.delete(sleeper)
    }
  }

  elapse(milliseconds: number): void {
    this.#ahead += milliseconds
    for (const { wakesAt, wake } of this.#sleepers) if (wakesAt <= this.now().getTime()) wake()
  }
}
