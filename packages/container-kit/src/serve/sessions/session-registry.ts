import { newSession } from '../../contract/routes.ts'
import { HttpError } from '../../errors.ts'
import type { Host } from '../../lifecycle/host.ts'
import type { Invocation } from '../invocation/invocation-request.ts'
import type { SessionFacts } from './session.ts'
import type { SessionOptions } from './session-options.ts'
import { sessionUnknown } from './session-unknown.ts'

/** Which sessions there are, and until when. What they remember lies beside the model: {@link SessionStates}. */
export class SessionRegistry {
  readonly #options: Required<SessionOptions>
  readonly #host: Host
  readonly #onEnd: (id: string) => void
  /** All live equally long from their opening, so the first is always the next to expire. */
  readonly #sessions: Map<string, { readonly expires: Date; readonly until: number }> = new Map()
  #cancelSweep: (() => void) | undefined

  /** `onEnd` is called for each session that has ended, in whatever way, at least once. */
  constructor(options: Required<SessionOptions>, host: Host, onEnd: (id: string) => void) {
    this.#options = options
    this.#host = host
    this.#onEnd = onEnd
  }

  /** How many sessions are open. */
  get size(): number {
    return this.#sessions.size
  }

  /**
   * Gives an invocation the session that its header names, a new one for NEW_SESSION.
   *
   * @throws HttpError 400 if there is no session of this id, 503 if there may be no more.
   */
  join(invocation: Invocation): void {
    const id = invocation.sessionId
    if (id === undefined) return
    this.#sweep()
    invocation.sessionFacts = id === newSession ? this.#open() : this.#find(id)
  }

  /** Ends the session of an invocation that went well, if the program asked for that or it has expired meanwhile. */
  settle({ sessionFacts }: Invocation): void {
    if (sessionFacts === undefined) return
    const { id, isEnded } = sessionFacts
    if (isEnded || !this.#sessions.has(id)) this.end(id)
  }

  /** Ends the session that an invocation has opened, because it failed; any other goes on as if nothing had been. */
  abandon({ sessionFacts }: Invocation): void {
    if (sessionFacts?.isNew) this.end(sessionFacts.id)
  }

  /** Ends a session, because what it remembers is lost. */
  end(id: string): void {
    this.#sessions.delete(id)
    this.#onEnd(id)
  }

  /** Ends all sessions. */
  close(): void {
    this.#cancelSweep?.()
    for (const id of [...this.#sessions.keys()]) this.end(id)
  }

  #open(): SessionFacts {
    const { expirationSeconds, max } = this.#options
    if (this.#sessions.size >= max) throw this.#full()
    const id = this.#host.randomId()
    const lifetime = expirationSeconds * 1000
    const expires = new Date(this.#host.now().getTime() + lifetime)
    this.#sessions.set(id, { expires, until: this.#host.milliseconds() + lifetime })
    if (this.#sessions.size === 1) this.#sweepLater(lifetime)
    return { id, isNew: true, expires, isEnded: false }
  }

  #find(id: string): SessionFacts {
    const session = this.#sessions.get(id)
    if (session === undefined) throw sessionUnknown(id)
    return { id, isNew: false, expires: session.expires, isEnded: false }
  }

  #full(): HttpError {
    const { value: first } = this.#sessions.values().next()
    const seconds = Math.ceil(((first?.until ?? 0) - this.#host.milliseconds()) / 1000)
    return new HttpError(
      503,
      `There are ${this.#sessions.size} sessions already, and no more may be open: end one, or try again when one has expired.`,
      { headers: { 'retry-after': String(Math.max(1, seconds)) } },
    )
  }

  /** Ends what has expired, and comes back when the next will. */
  #sweep(): void {
    const now = this.#host.milliseconds()
    for (const [id, { until }] of this.#sessions) {
      if (until > now) return
      this.end(id)
    }
  }

  #sweepLater(milliseconds: number): void {
    this.#cancelSweep?.()
    this.#cancelSweep = this.#host.after(milliseconds, () => {
      this.#sweep()
      const { value: first } = this.#sessions.values().next()
      if (first !== undefined) this.#sweepLater(first.until - this.#host.milliseconds())
    })
  }
}
