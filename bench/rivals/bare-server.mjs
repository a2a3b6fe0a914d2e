// The least that a node:http server can do with a body: read it, answer a constant. Prints its port.
import { createServer } from 'node:http'

const answer = '5.025067624946871\n'
const server = createServer((request, response) => {
  if (request.url === '/ping') {
    response.end()
    return
  }
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const length = Buffer.concat(chunks).length
    response.writeHead(length > 0 ? 200 : 400, {
      'content-type': 'text/csv',
      'content-length': answer.length,
    })
    response.end(answer)
  })
})
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1')
