import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { readObject } from '../../src/s3/read-object.ts'
import { createSessionIn } from '../../src/session/create-session.ts'
import { virtualRuntime } from '../support/virtual-runtime.ts'

const content = 'abcdefghij'

/** An S3 that answers every request so, and a session that asks it. */
async function startS3(answer: RequestListener) {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const session = await createSessionIn(
    { role: undefined, baseImage: undefined, ownS3Endpoint: false },
    virtualRuntime(),
    { region: 'eu-west-1', bucket: 'other', clientConfig: { endpoint, credentials } },
  )
  return {
    session,
    async [Symbol.asyncDispose]() {
      session.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** An S3 with one object, whose bodies break off after so many bytes each, or stall there. */
async function startBreakingS3(
  bytesEach: number,
  { stalls = false, etag = () => '"v1"' }: { stalls?: boolean; etag?: () => string } = {},
) {
  const requests: { range: string | undefined; ifMatch: string | undefined }[] = []
  let closed = 0
  const s3 = await startS3((request, response) => {
    if (!request.url?.startsWith('/b/k')) return response.writeHead(404).end()
    const { range, 'if-match': ifMatch } = request.headers
    requests.push({ range, ifMatch })
    response.on('close', () => (closed += 1))
    const version = etag()
    if (ifMatch !== undefined && ifMatch !== version) return response.writeHead(412).end()
    const start = Number(/\d+/.exec(range ?? '0')?.[0])
    const rest = content.slice(start)
    response.writeHead(range ? 206 : 200, { 'content-length': rest.length, etag: version })
    response.write(rest.slice(0, bytesEach))
    if (bytesEach >= rest.length) return response.end()
    return stalls || setTimeout(() => response.destroy())
  })
  return { ...s3, requests, closed: () => closed }
}

describe('readObject', () => {
  it('goes on where a body broke off, with the same version of the object', async () => {
    await using s3 = await startBreakingS3(4)

    expect(await text(readObject(s3.session, 's3://b/k', undefined))).toBe(content)
    expect(s3.requests).toEqual([
      { range: undefined, ifMatch: undefined },
      { range: 'bytes=4-', ifMatch: '"v1"' },
      { range: 'bytes=8-', ifMatch: '"v1"' },
    ])
  })

  it('does not join two versions of an object', async () => {
    const versions = ['"v1"', '"v2"']
    await using s3 = await startBreakingS3(4, { etag: () => versions.shift() ?? '"v3"' })

    await expect(text(readObject(s3.session, 's3://b/k', undefined))).rejects.toMatchObject({
      name: 'RequestError',
      statusCode: 412,
    })
  })

  it('gives up when nothing comes any more', async () => {
    await using s3 = await startBreakingS3(0)

    await expect(text(readObject(s3.session, 's3://b/k', undefined))).rejects.toMatchObject({
      name: 'RequestError',
      operation: 'GetObject',
    })
    expect(s3.requests).toHaveLength(5)
  })

  it('closes the connection when nobody reads on, and at an abort', async () => {
    await using s3 = await startBreakingS3(4, { stalls: true })
    for await (const _ of readObject(s3.session, 's3://b/k', undefined)) break
    await expect.poll(s3.closed).toBe(1)

    const controller = new AbortController()
    const reading = readObject(s3.session, 's3://b/k', controller.signal)
    await reading.next()
    const next = reading.next()
    controller.abort()
    await expect(next).rejects.toMatchObject({ code: 'aborted' })
    await expect.poll(s3.closed).toBe(2)
  })

  it('asks for no more of an object than is read of it', async () => {
    const size = 256 * 1024 * 1024
    const piece = Buffer.alloc(64 * 1024)
    let produced = 0
    function* pieces() {
      for (; produced < size; produced += piece.length) yield piece
    }
    await using s3 = await startS3((_, response) => {
      response.writeHead(200, { 'content-length': size })
      Readable.from(pieces()).pipe(response)
    })

    let read = 0
    for await (const { byteLength } of readObject(s3.session, 's3://b/k', undefined)) {
      read += byteLength
      // Gives the sender time for all that it may send.
      await setImmediate()
      if (read > 16 * 1024 * 1024) break
    }

    expect(produced).toBeLessThan(size / 4)
  })
})
