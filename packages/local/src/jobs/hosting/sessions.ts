import type { Clock } from '../../state/clock.ts'
import type { Fleet } from './fleet.ts'
import type { Instance } from './instance.ts'

/** Where a stateful session lives. */
export interface SessionPlace {
  readonly fleet: Fleet
  readonly instance: Instance
}

/** The stateful sessions of an endpoint: each stays with the instance that has opened it. */
export class Sessions {
  readonly #clock: Clock
  readonly #places = new Map<string, SessionPlace & { readonly expires: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Where a session lives, if it is known, has not expired, and its instance still serves. */
  find(id: string): SessionPlace | undefined {
    const place = this.#places.get(id)
    if (place === undefined || place.expires > this.#clock.now().getTime()) return place
    this.#places.delete(id)
    return undefined
  }

  /** Notes what the container said of a session that it has opened: `<id>; Expires=<time>`. */
  open(header: string, place: SessionPlace): void {
    const [id = '', ...rest] = header.split(';')
    const expires = Date.parse(/Expires=(\S+)/.exec(rest.join(';'))?.[1] ?? '')
    this.#removeExpired()
    if (Number.isFinite(expires)) this.#places.set(id.trim(), { ...place, expires })
  }

  close(id: string): void {
    this.#places.delete(id)
  }

  #removeExpired(): void {
    const now = this.#clock.now().getTime()
    for (const [id, { expires }] of this.#places) if (expires <= now) this.#places.delete(id)
  }
}
