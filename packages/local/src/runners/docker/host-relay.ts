import { once } from 'node:events'
import {
  type AddressInfo,
  BlockList,
  connect,
  createServer,
  type Server,
  type Socket,
} from 'node:net'
import { networkInterfaces } from 'node:os'
import type { NetworkWay } from './networks.ts'

/**
 * Lets containers reach servers that listen on this machine's loopback address alone, such as the emulator.
 * It listens on all addresses, because a network's gateway may come to be only with its first container, and
 * turns away whoever comes neither from a container's network nor from this machine.
 */
export class HostRelay {
  readonly #welcome = new BlockList()
  readonly #ports = new Map<number, Promise<number>>()
  readonly #servers = new Set<Server>()
  readonly #sockets = new Set<Socket>()

  constructor() {
    for (const { address, family } of Object.values(networkInterfaces()).flatMap(
      (all) => all ?? [],
    )) {
      if (family === 'IPv4') this.#welcome.addAddress(address)
    }
  }

  /** Lets containers of a network in. */
  admit({ subnet }: NetworkWay): void {
    const [address = '', bits] = subnet.split('/')
    this.#welcome.addSubnet(address, Number(bits))
  }

  /** The port on which containers reach a port of 127.0.0.1. */
  portFor(port: number): Promise<number> {
    const known = this.#ports.get(port) ?? this.#listen(port)
    this.#ports.set(port, known)
    return known
  }

  close(): void {
    for (const server of this.#servers) server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  async #listen(port: number): Promise<number> {
    const server = createServer({ allowHalfOpen: true }, (socket) => this.#relay(socket, port))
    this.#servers.add(server)
    server.listen(0, '0.0.0.0')
    await once(server, 'listening')
    server.unref()
    return (server.address() as AddressInfo).port
  }

  #relay(socket: Socket, port: number): void {
    if (!this.#welcome.check(socket.remoteAddress ?? '')) {
      socket.destroy()
      return
    }
    const target = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    this.#join(socket, target)
    this.#join(target, socket)
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from)
    from.pipe(to)
    // Either end may break at any time; then so does the other.
    from.on('error', () => to.destroy())
    from.on('close', () => {
      this.#sockets.delete(from)
      to.destroySoon()
    })
  }
}
