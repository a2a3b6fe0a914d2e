import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { LocalError } from '../errors.ts'

/** Lets the server listen and returns the URL to reach it at. */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(explain(cause, host, port)))
    // The name may stand for an IPv6 address, while clients are told the IPv4 one.
    const address = host === 'localhost' ? '127.0.0.1' : host
    server.listen({ host: address, port, exclusive: true }, resolve)
  })
  const address = server.address() as AddressInfo
  return `http://${reachable(host)}:${address.port}`
}

/** Clients reach a server that listens everywhere here; `localhost` would make S3 clients ask for `bucket.localhost`. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === 'localhost') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

function explain(cause: NodeJS.ErrnoException, host: string, port: number): LocalError {
  const [code, message] =
    cause.code === 'EADDRINUSE'
      ? ([
          'port-in-use',
          `Port ${port} of ${host} is in use by another program; choose another one, or 0 for any that is free.`,
        ] as const)
      : ([
          'address-not-available',
          `The server cannot listen on port ${port} of ${host} (${cause.code ?? cause.message}); choose another host or port.`,
        ] as const)
  return new LocalError(code, message, { cause })
}
