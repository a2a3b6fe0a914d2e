import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** A port that no one listens on now, on any address. */
export async function findFreePort(): Promise<number> {
  const server = createServer()
  server.listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
