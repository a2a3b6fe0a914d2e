import { chunksAhead } from './worker-messages.ts'

/** An answer in chunks on its way out of a worker. */
export class SentStream {
  readonly #iterator: AsyncIterator<Uint8Array>
  #credit = chunksAhead
  #isStopped = false
  #cleanUp: Promise<unknown> | undefined
  #wake: (() => void) | undefined

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#iterator = body[Symbol.asyncIterator]()
  }

  /** One more chunk may be sent. */
  more(): void {
    this.#credit += 1
    this.#wake?.()
  }

  /** Nobody wants the rest: the handler's own clean-up runs. */
  stop(): void {
    if (this.#isStopped) return
    this.#isStopped = true
    this.#wake?.()
    // What a clean-up throws for an answer that nobody reads is nobody's concern.
    this.#cleanUp = this.#iterator.return?.().catch(() => {})
  }

  /**
   * Asks for chunks as long as they are taken, and sends them; resolves when the handler is done. `begin` is called when
   * the first is there, for until then the handler may speak of its answer, or fail.
   */
  async run(begin: () => void, send: (chunk: Uint8Array) => void): Promise<void> {
    let next = await this.#iterator.next()
    begin()
    while (!next.done && !this.#isStopped) {
      send(next.value)
      this.#credit -= 1
      await this.#hasCredit()
      if (!this.#isStopped) next = await this.#iterator.next()
    }
    await this.#cleanUp
  }

  async #hasCredit(): Promise<void> {
    while (this.#credit <= 0 && !this.#isStopped) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
