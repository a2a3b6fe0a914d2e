import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * Hands a connection back to the server, with its request as if it had asked for no upgrade: a server may pass over what it
 * does not know (RFC 9110, 7.8), and some clients ask for HTTP/2 with every request.
 */
export function withoutUpgrade(
  server: Server,
  { method, url, httpVersion, rawHeaders }: IncomingMessage,
  socket: Duplex,
  rest: Buffer,
): void {
  let head = `${method} ${url} HTTP/${httpVersion}\r\n`
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!/^(upgrade|connection|http2-settings)$/i.test(rawHeaders[i]!))
      head += `${rawHeaders[i]}: ${rawHeaders[i + 1]}\r\n`
  }
  // The parser takes header bytes as Latin-1.
  socket.unshift(Buffer.concat([Buffer.from(`${head}\r\n`, 'latin1'), rest]))
  server.emit('connection', socket)
}
