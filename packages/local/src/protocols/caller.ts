/** Whoever has sent a request, as far as it matters whether there is still someone to answer. */
export class Caller {
  /** Called when the caller goes away before the answer is out. One at a time: an event target would cost every request more. */
  onGone: (() => void) | undefined
  #isGone = false
  #controller: AbortController | undefined

  get isGone(): boolean {
    return this.#isGone
  }

  /** The same for what takes a signal. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#isGone) this.#controller.abort()
    return this.#controller.signal
  }

  leave(): void {
    this.#isGone = true
    this.onGone?.()
    this.#controller?.abort()
  }
}
