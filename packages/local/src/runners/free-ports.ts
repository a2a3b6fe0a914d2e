import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** Below the ports that systems give to outgoing connections, one of which could take it before the program does. */
const firstPort = 20_000
const count = 12_768

/** Finds ports that no one listens on, on any address. */
export class FreePorts {
  #next: number

  /** @param seed - A hexadecimal number: where to begin, so that two emulators don't ask for the same ports at once. */
  constructor(seed: string) {
    this.#next = Number.parseInt(seed, 16) % count
  }

  /** One that it hasn't given for long: a program that was given it may not listen yet. */
  async find(): Promise<number> {
    for (let tries = 0; tries < 100; tries++) {
      const port = firstPort + this.#next
      this.#next = (this.#next + 1) % count
      if ((await tryPort(port)) !== undefined) return port
    }
    return (await tryPort(0)) as number
  }
}

/** Listens for a moment, on any port where it's 0; gives the port, undefined if it's taken. */
async function tryPort(port: number): Promise<number | undefined> {
  const server = createServer()
  server.listen(port)
  try {
    await once(server, 'listening')
  } catch (error) {
    if (port === 0) throw error
    return undefined
  }
  const { port: found } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return found
}
