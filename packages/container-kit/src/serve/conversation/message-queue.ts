type Message = string | Uint8Array

/** Who is told to wait, and to go on. */
interface Flow {
  full(): void
  free(): void
}

/** Messages that came and that nobody has read yet. Has one reader, or several that share the messages. */
export class MessageQueue implements AsyncIterable<Message> {
  readonly #maxSize: number
  readonly #flow: Flow
  readonly #waiting: Message[] = []
  readonly #readers: ((result: IteratorResult<Message>) => void)[] = []
  #size = 0
  #isFull = false
  #hasEnded = false

  /** About `maxSize` bytes may wait; then `full` is called, and `free` once they are fewer. */
  constructor(maxSize: number, flow: Flow) {
    this.#maxSize = maxSize
    this.#flow = flow
  }

  push(message: Message): void {
    if (this.#hasEnded) return
    const reader = this.#readers.shift()
    if (reader !== undefined) {
      reader({ done: false, value: message })
      return
    }
    this.#waiting.push(message)
    this.#size += sizeOf(message)
    if (!this.#isFull && this.#size >= this.#maxSize) {
      this.#isFull = true
      this.#flow.full()
    }
  }

  /** Ends the iteration after the messages that wait. */
  end(): void {
    this.#hasEnded = true
    for (const reader of this.#readers.splice(0)) reader({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): AsyncIterator<Message> {
    return { next: () => this.#next() }
  }

  #next(): Promise<IteratorResult<Message>> {
    const message = this.#waiting.shift()
    if (message === undefined) {
      if (this.#hasEnded) return Promise.resolve({ done: true, value: undefined })
      return new Promise((resolve) => this.#readers.push(resolve))
    }
    this.#size -= sizeOf(message)
    if (this.#isFull && this.#size < this.#maxSize) {
      this.#isFull = false
      this.#flow.free()
    }
    return Promise.resolve({ done: false, value: message })
  }
}

/** Also what is empty takes room. */
function sizeOf(message: Message): number {
  return message.length + 64
}
