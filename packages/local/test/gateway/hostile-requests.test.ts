import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RequestLogEntry } from '../../src/index.ts'
import { sendBytes, statusesOf } from '../support/raw-socket.ts'
import { garbage, uglyCall, uglyRequest } from '../support/ugly-requests.ts'
import { rawRequest, useLocal } from '../support/with-local.ts'

const faults: RequestLogEntry[] = []
const options = {
  onRequest: (entry: RequestLogEntry) => {
    if (isFault(entry.status)) faults.push(entry)
  },
}
const open = useLocal(options)
const verifying = useLocal({ ...options, verifySignatures: true })

/** 501 is S3's NotImplemented; all others say that the server has failed. */
function isFault(status: number): boolean {
  return status >= 500 && status !== 501
}

/** Sends all of them, some at a time, and returns those that were answered with a fault. */
async function faultsOf(endpoint: string, requests: readonly Uint8Array[]): Promise<string[]> {
  const waiting = [...requests]
  const found: string[] = []
  const work = async () => {
    for (let bytes = waiting.pop(); bytes !== undefined; bytes = waiting.pop()) {
      const statuses = statusesOf(await sendBytes(endpoint, bytes))
      if (statuses.some(isFault)) found.push(Buffer.from(bytes).toString('latin1', 0, 1000))
    }
  }
  await Promise.all(Array.from({ length: 16 }, work))
  return found
}

async function expectAlive(endpoint: string): Promise<void> {
  expect(await rawRequest(endpoint, { path: '/v2/' })).toMatchObject({ status: 200 })
  expect(faults.map(({ failure, operation }) => [operation, failure])).toEqual([])
}

describe('a hostile client', () => {
  const sample = <T>(of: fc.Arbitrary<T>, seed: number) => fc.sample(of, { numRuns: 1500, seed })

  it('finds no HTTP request that the server fails over [G112] [G115]', async () => {
    const { endpoint } = open()
    await rawRequest(endpoint, { method: 'PUT', path: '/bucket' })
    await rawRequest(endpoint, { method: 'PUT', path: '/bucket/x', body: 'x' })

    expect(await faultsOf(endpoint, sample(uglyRequest, 1))).toEqual([])
    await expectAlive(endpoint)
  }, 120_000)

  it('finds no input of a JSON operation that the server fails over [G115]', async () => {
    const { endpoint } = open()

    expect(await faultsOf(endpoint, sample(uglyCall, 2))).toEqual([])
    await expectAlive(endpoint)
  }, 120_000)

  it('finds no garbage that the server fails over', async () => {
    const { endpoint } = open()

    expect(await faultsOf(endpoint, sample(garbage, 3))).toEqual([])
    await expectAlive(endpoint)
  }, 120_000)

  it('finds none where signatures are verified either', async () => {
    const { endpoint } = verifying()

    expect(await faultsOf(endpoint, sample(uglyRequest, 4))).toEqual([])
    await expectAlive(endpoint)
  }, 120_000)

  it.each([
    ['headers', `GET / HTTP/1.1\r\nhost: x\r\na: ${'b'.repeat(100_000)}\r\n\r\n`],
    ['a target', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nhost: x\r\n\r\n`],
  ])('that sends %s of 100 KB is told 431', async (_what, text) => {
    expect(statusesOf(await sendBytes(open().endpoint, text))).toEqual([431])
    await expectAlive(open().endpoint)
  })

  it('that sends garbage after a request gets the answer to the request and a 400', async () => {
    const answers = await sendBytes(
      open().endpoint,
      'GET /v2/ HTTP/1.1\r\nhost: x\r\n\r\n\x00\xff nonsense\r\n\r\n',
    )

    expect(statusesOf(answers)).toContain(400)
    await expectAlive(open().endpoint)
  })

  it('that sends many requests at once gets as many answers, in order', async () => {
    const one = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`
    const last = 'GET /v2/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'
    const answers = await sendBytes(
      open().endpoint,
      `${one('/v2/')}${one('/no-such-bucket').repeat(50)}${last}`,
    )

    expect(statusesOf(answers)).toEqual([200, ...Array.from({ length: 50 }, () => 404), 200])
  })

  it('that sends slowly keeps nobody waiting, and neither does the end', async () => {
    const { endpoint } = open()
    const slow = [
      'POST / HTTP/1.1\r\nhost',
      'PUT /bucket/slow HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nx',
    ].map((text) => sendBytes(endpoint, text, { keepOpen: true, patience: 1000 }))

    await expectAlive(endpoint)
    await Promise.all(slow)
    await expectAlive(endpoint)
    const { status } = await rawRequest(endpoint, { path: '/bucket/slow' })
    expect(status).toBe(404)
  })
})

describe('two servers in one process', () => {
  it('share nothing, whatever is done to one of them [G065]', async () => {
    const [one, other] = [open().endpoint, verifying().endpoint]
    await rawRequest(one, { method: 'PUT', path: '/only-here' })
    await sendBytes(one, 'nonsense\r\n\r\n')

    const answers = await Promise.all(
      [one, other].map((at) => rawRequest(at, { path: '/only-here' })),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 403])
  })
})
