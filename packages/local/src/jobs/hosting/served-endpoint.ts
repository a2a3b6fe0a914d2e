import type { Clock } from '../../state/clock.ts'
import type { Fleet } from './fleet.ts'
import { Sessions } from './sessions.ts'

/** What serves an endpoint. */
export class ServedEndpoint {
  readonly sessions: Sessions
  /** How many invocations in real time each variant was given, by its name. */
  readonly invocations: Map<string, number> = new Map()
  #fleets: readonly Fleet[] = []
  readonly #waiting = new Set<() => void>()
  readonly #stopping = new AbortController()

  constructor(clock: Clock) {
    this.sessions = new Sessions(clock)
  }

  /** Aborts when it is taken out of service. */
  get stopped(): AbortSignal {
    return this.#stopping.signal
  }

  /** All that take traffic, also those that are about to be replaced; none before the first has started. */
  get fleets(): readonly Fleet[] {
    return this.#fleets
  }

  set fleets(fleets: readonly Fleet[]) {
    this.#fleets = fleets
    for (const wake of this.#waiting) wake()
  }

  countInvocation(variantName: string): void {
    this.invocations.set(variantName, (this.invocations.get(variantName) ?? 0) + 1)
  }

  /** Waits until there are fleets, or so long. */
  async untilServing(clock: Clock, milliseconds: number): Promise<void> {
    if (this.#fleets.length > 0) return
    const woken = new AbortController()
    const wake = (): void => woken.abort()
    this.#waiting.add(wake)
    await clock.sleep(milliseconds, woken.signal).catch(() => {})
    this.#waiting.delete(wake)
  }

  /** Ends everything, gracefully. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    const fleets = this.#fleets
    this.fleets = []
    await Promise.all(fleets.map(({ pool }) => pool?.close()))
    const instances = fleets.flatMap((fleet) => fleet.instances)
    await Promise.all([...new Set(instances)].map((instance) => instance.stop()))
  }
}
