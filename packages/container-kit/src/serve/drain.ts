import type { Server } from 'node:http'
import type { Host } from '../lifecycle/host.ts'

/**
 * Takes no more connections, lets the requests under way be answered, and resolves to true when the last is, or to
 * false when the time is over.
 */
export function drain(server: Server, host: Host, graceSeconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = host.after(graceSeconds * 1000, () => resolve(false))
    server.close(() => {
      cancel()
      resolve(true)
    })
    server.closeIdleConnections()
  })
}
