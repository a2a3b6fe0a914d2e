import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { invoke } from '../../fixtures/http.ts'
import { oneWorker, serveHandlers } from '../../fixtures/serve-handlers.ts'

const oneThread = { ...oneWorker, CONCURRENCY: '2' }

/** Asks for a stream and resolves when its head is there; nothing of its body is read yet. */
async function startStream(port: number, body: string): Promise<IncomingMessage> {
  const message = request({ port, path: '/invocations', method: 'POST', agent: false })
  message.on('error', () => {})
  message.setHeader('content-type', 'text/plain')
  message.end(body)
  const [response] = (await once(message, 'response')) as [IncomingMessage]
  return response
}

/** How many megabytes a stream has made when it makes no more, or all. */
async function madeAtLast(url: string): Promise<number> {
  const samples: number[] = []
  while (samples.length < 20 || samples.at(-20) !== samples.at(-1)) {
    samples.push(Number((await invoke(url, 'made')).body))
  }
  return samples.at(-1)!
}

describe('a stream from a thread', () => {
  it('is made no faster than its client reads, and comes whole [S40]', async () => {
    const { url, port, printed } = await serveHandlers(oneThread)

    const response = await startStream(port, 'megabytes:300')
    expect(await madeAtLast(url)).toBeLessThan(100)

    let bytes = 0
    for await (const chunk of response) bytes += chunk.length
    expect(bytes).toBe(300 * 1024 * 1024)
    expect(response.complete).toBe(true)
    await printed('made 300 MB')
  })

  it('ends in its thread when the client leaves, and the thread goes on [S30]', async () => {
    const { url, port, printed, stdout, stderr } = await serveHandlers(oneThread)
    const thread = (await invoke(url, 'thread')).body

    const response = await startStream(port, 'megabytes:300')
    response.on('error', () => {})
    response.destroy()

    await printed('made ')
    expect(Number(/made (\d+) MB/.exec(stdout())![1])).toBeLessThan(100)
    expect((await invoke(url, 'thread')).body).toBe(thread)
    expect(stderr()).toBe('')
  })
})
