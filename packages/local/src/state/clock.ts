/** The one source of time, so that tests can move it. */
export interface Clock {
  now(): Date
  /** Resolves after so many milliseconds; rejects at once when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}
