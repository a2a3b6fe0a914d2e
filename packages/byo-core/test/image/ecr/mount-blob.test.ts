import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { mountBlob } from '../../../src/image/ecr/mount-blob.ts'

/** A registry that answers every mount alike. */
async function startServer(status: number, headers: Readonly<Record<string, string>> = {}) {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.authorization}`)
    response.writeHead(request.method === 'POST' ? status : 204, headers).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    requests,
    access: {
      origin,
      authorization: 'Basic x',
      isOwn: true,
      use: 'base image',
      credentials: async () => undefined,
    } as const,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const where = { digest: 'sha256:0', from: 'team/base', to: 'iris' }
const asked = 'POST /v2/iris/blobs/uploads/?mount=sha256%3A0&from=team%2Fbase Basic x'

describe('mountBlob', () => {
  it('says so when the registry has taken the blob over', async () => {
    await using server = await startServer(201)

    expect(await mountBlob(server.access, where, undefined)).toBe(true)
    expect(server.requests).toEqual([asked])
  })

  it('ends the upload that a registry begins instead', async () => {
    await using server = await startServer(202, { location: '/v2/iris/blobs/uploads/7?state=a' })

    expect(await mountBlob(server.access, where, undefined)).toBe(false)
    expect(server.requests).toEqual([asked, 'DELETE /v2/iris/blobs/uploads/7?state=a Basic x'])
  })

  it('shows no other host what opens the registry', async () => {
    await using other = await startServer(204)
    await using server = await startServer(202, { location: `${other.access.origin}/upload` })

    expect(await mountBlob(server.access, where, undefined)).toBe(false)
    expect(other.requests).toEqual([])
  })

  it.each([202, 401, 403, 404, 405, 500])('leaves it to copying after %i', async (status) => {
    await using server = await startServer(status)

    expect(await mountBlob(server.access, where, undefined)).toBe(false)
  })

  it('leaves it to copying when nobody answers', async () => {
    const server = await startServer(201)
    await server[Symbol.asyncDispose]()

    expect(await mountBlob(server.access, where, undefined)).toBe(false)
  })
})
