import { createServer, type IncomingMessage, request as sendRequest } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that went through, and how much of its body. */
interface ProxiedRequest {
  readonly method: string
  readonly path: string
  readonly bytes: number
}

/** What becomes of a request's body on its way: it breaks off in the middle, or its first byte changes. */
export type ProxyFault = 'cut' | 'corrupted'

export interface RegistryProxy extends AsyncDisposable {
  /** Host and port. */
  readonly host: string
  readonly requests: readonly ProxiedRequest[]
}

/** Stands in front of a registry, keeps account of what goes there, and does harm to it. */
export async function startRegistryProxy(
  to: string,
  fault: (request: IncomingMessage) => ProxyFault | undefined = () => undefined,
): Promise<RegistryProxy> {
  const requests: ProxiedRequest[] = []
  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request
    const harm = fault(request)
    const length = Number(headers['content-length'] ?? 0)
    // The registry names itself as the client calls it, so that uploads go on through here.
    const onward = sendRequest(
      `http://${to}`,
      { method, path, headers, agent: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    onward.on('error', () => request.socket.destroy())
    response.on('close', () => onward.destroy())
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      if (onward.destroyed) return
      const sent = Buffer.from(chunk)
      if (harm === 'corrupted' && bytes === 0) sent[0] = (sent[0] ?? 0) ^ 1
      bytes += sent.length
      if (harm !== 'cut' || bytes < length / 2) return onward.write(sent)
      onward.write(sent, () => {
        onward.destroy()
        request.socket.destroy()
      })
    })
    request.on('end', () => onward.end())
    request.on('close', () => requests.push({ method, path, bytes }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
