import { Duplex } from 'node:stream'

/**
 * The client's and the server's end of a connection in memory: what is written to one is read from the other. As with
 * sockets of node:http, the server may go on answering when the client has said all. The end of a connection comes in a
 * turn of its own, as the system brings it: a server that can answer at once has answered by then, and a client that has
 * waited for data can still begin to wait for the end.
 */
export function connectionInMemory(): { readonly client: Duplex; readonly server: Duplex } {
  const client = new End({ allowHalfOpen: false })
  const server = new End({ allowHalfOpen: true })
  client.other = server
  server.other = client
  return { client, server }
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
    this.#endOther()
    done()
  }

  /** The other side of a socket that is closed reads to the end. */
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#endOther()
    this.other = undefined
    this.#taken?.()
    setImmediate(done, error)
  }

  #endOther(): void {
    const { other } = this
    if (other === undefined) return
    setImmediate(() => {
      if (other.destroyed || other.readableEnded) return
      other.push(null)
      // Nobody asks for more of what has been read out, and would never learn that this was all.
      other.read(0)
    })
  }
}
