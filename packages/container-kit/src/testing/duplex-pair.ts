import { Duplex } from 'node:stream'

/**
 * Two ends of a connection in memory, a client's and a server's: what is written to one is read from the other. As with
 * sockets, the client's end closes when the server's does.
 */
export function duplexPair(): [client: Duplex, server: Duplex] {
  const left = new End({ allowHalfOpen: false })
  const right = new End()
  left.other = right
  right.other = left
  return [left, right]
}

class End extends Duplex {
  other: End | undefined
  #taken: (() => void) | undefined

  /** What HTTP asks of a socket at the end of its last answer: to close once everything is written. */
  destroySoon(): void {
    if (this.writableFinished) this.destroy()
    else this.end(() => this.destroy())
  }

  override _read(): void {
    const taken = this.#taken
    this.#taken = undefined
    taken?.()
  }

  /** A write is done once the other side has room for more, so that a slow reader holds back a fast writer. */
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const { other } = this
    if (other === undefined || other.destroyed || other.push(chunk)) done()
    else other.#taken = done
  }

  override _final(done: () => void): void {
    this.other?.push(null)
    done()
  }

  /** Like a socket that is closed, an end that is destroyed ends the other. */
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const { other } = this
    this.other = undefined
    this.#taken?.()
    if (other !== undefined && !other.destroyed) setImmediate(() => other.destroy())
    done(error)
  }
}
