import type { Server } from 'node:http'
import type { Host } from '../lifecycle/host.ts'
import type { OpenConnections } from './http/open-connections.ts'

/** How long a server may take to end. */
export interface DrainTimes {
  /** Seconds in which new connections are still taken. */
  readonly lingerSeconds: number
  /** Seconds for all that is under way. */
  readonly graceSeconds: number
}

/**
 * Takes no more connections, after a while in which routers may learn of it, and lets those that are open come to their end.
 * Resolves to true when the last has; when the time is over, calls `giveUp`, leaves a second for the answers that come
 * of it, and resolves to false.
 */
export function drain(
  server: Server,
  connections: OpenConnections,
  host: Host,
  { lingerSeconds, graceSeconds }: DrainTimes,
  giveUp: () => void,
): Promise<boolean> {
  return new Promise((resolve) => {
    let inTime = true
    let cancel = host.after(graceSeconds * 1000, () => {
      inTime = false
      cancel = host.after(1000, () => resolve(false))
      giveUp()
    })
    host.after(Math.min(lingerSeconds, graceSeconds) * 1000, () => {
      server.close()
      server.closeIdleConnections()
      void connections.allClosed().then(() => {
        cancel()
        resolve(inTime)
      })
    })
  })
}
