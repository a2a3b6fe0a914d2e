import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** The connections of a server, also of those that it was handed and did not accept by itself. */
export interface OpenConnections {
  /** Resolves when the last is closed. */
  allClosed(): Promise<void>
}

/** Follows the connections of a server from now on. */
export function followConnections(server: Server): OpenConnections {
  const open = new Set<Duplex>()
  let onEmpty = () => {}
  server.on('connection', (socket: Duplex) => {
    open.add(socket)
    socket.once('close', () => {
      open.delete(socket)
      if (open.size === 0) onEmpty()
    })
  })
  return {
    allClosed: () =>
      new Promise((resolve) => {
        onEmpty = resolve
        if (open.size === 0) resolve()
      }),
  }
}
