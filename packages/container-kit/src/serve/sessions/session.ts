/**
 * A stateful session: requests of one caller that come to this container one after another and find what earlier ones left.
 *
 * @public
 */
export interface Session {
  /** What the caller sends with every request of the session, at most 256 characters. */
  readonly id: string
  /** Whether this request has opened the session. If it fails, the session is gone again. */
  readonly isNew: boolean
  /**
   * What requests of this session leave for later ones. It lives in memory, beside the model, until the session ends; two
   * requests of a session at once share it.
   */
  readonly state: Map<string, unknown>
  /** Ends the session with the answer to this request, if that goes well: later ones with its id are refused with 400. */
  end(): void
}

/** What the server knows of the session of one request: plain data, for the model may live in another thread. */
export interface SessionFacts {
  readonly id: string
  readonly isNew: boolean
  /** When it will be forgotten. */
  readonly expires: Date
  /** Whether the program asked for its end. */
  isEnded: boolean
}
