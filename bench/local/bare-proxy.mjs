// The least that stands between a client and a container: Node's own server and client, and nothing else.
import { Agent, createServer, request } from 'node:http'

/** A proxy in front of a port of this machine; gives its own port and its end. */
export async function startBareProxy(port) {
  const agent = new Agent({ keepAlive: true })
  const server = createServer((incoming, response) => {
    read(incoming, (body) => {
      const { method, url: path } = incoming
      const headers = { 'content-type': incoming.headers['content-type'] }
      headers['content-length'] = body.length
      const options = { host: '127.0.0.1', port, method, path, headers, agent }
      const outgoing = request(options, (answer) => {
        read(answer, (bytes) => {
          const type = answer.headers['content-type']
          response.writeHead(200, { 'content-length': bytes.length, 'content-type': type })
          response.end(bytes)
        })
      })
      outgoing.end(body)
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: server.address().port,
    close() {
      agent.destroy()
      server.closeAllConnections()
      server.close()
    },
  }
}

function read(stream, then) {
  const chunks = []
  stream.on('data', (chunk) => chunks.push(chunk))
  stream.on('end', () => then(Buffer.concat(chunks)))
}
