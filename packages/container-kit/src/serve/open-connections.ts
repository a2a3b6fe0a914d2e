import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** The connections that a server has open, also those that HTTP has handed on. */
export class OpenConnections {
  readonly #open = new Set<Duplex>()
  #onNone: (() => void) | undefined

  constructor(server: Server) {
    server.on('connection', (socket: Duplex) => {
      this.#open.add(socket)
      socket.once('close', () => {
        this.#open.delete(socket)
        if (this.#open.size === 0) this.#onNone?.()
      })
    })
  }

  /** Calls back, once, when none is open any more. */
  onNone(callback: () => void): void {
    if (this.#open.size === 0) callback()
    else this.#onNone = callback
  }
}
