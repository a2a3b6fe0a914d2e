import type { Session, SessionFacts } from './session.ts'
import { sessionUnknown } from './session-unknown.ts'

/** The states of sessions, beside the model that uses them. Which sessions there are is the server's to say. */
export class SessionStates {
  readonly #states: Map<string, Map<string, unknown>> = new Map()

  /**
   * Returns a request's session as the program sees it.
   *
   * @throws HttpError 400 if its state is gone: it expired while the request waited.
   */
  enter(facts: SessionFacts): Session {
    const { id, isNew } = facts
    if (isNew) this.#states.set(id, new Map())
    const state = this.#states.get(id)
    if (state === undefined) throw sessionUnknown(id)
    return {
      id,
      isNew,
      state,
      end() {
        facts.isEnded = true
      },
    }
  }

  /** Frees the state of a session that has ended. */
  forget(id: string): void {
    this.#states.delete(id)
  }
}
