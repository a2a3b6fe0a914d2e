import type { Server } from 'node:http'
import type { Host } from '../lifecycle/host.ts'
import type { OpenConnections } from './open-connections.ts'

/**
 * Takes no more connections and lets those that are open come to their end. Resolves to true when the last has; when the
 * time is over, calls `giveUp`, leaves a second for the answers that come of it, and resolves to false.
 */
export function drain(
  server: Server,
  connections: OpenConnections,
  host: Host,
  graceSeconds: number,
  giveUp: () => void,
): Promise<boolean> {
  return new Promise((resolve) => {
    let inTime = true
    let cancel = host.after(graceSeconds * 1000, () => {
      inTime = false
      cancel = host.after(1000, () => resolve(false))
      giveUp()
    })
    server.close()
    server.closeIdleConnections()
    connections.onNone(() => {
      cancel()
      resolve(inTime)
    })
  })
}
