import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  InvokeEndpointCommand,
  InvokeEndpointWithResponseStreamCommand,
  type InvokeEndpointWithResponseStreamCommandOutput,
  ModelStreamError,
  SageMakerRuntimeClient,
} from '@aws-sdk/client-sagemaker-runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deployProgram } from '../../support/deploy-program.ts'
import { PackedImages } from '../../support/images.ts'
import { readEndpointLog } from '../../support/read-log.ts'
import { clientConfig, rawRequest, useLocal } from '../../support/with-local.ts'

const folder = mkdtempSync(join(tmpdir(), 'byo-stream-test-'))
const local = useLocal()
const impatient = useLocal({ times: { streamTimeout: 300 } })
let client: SageMakerRuntimeClient

beforeAll(async () => {
  const images = new PackedImages(folder)
  await deployProgram(local(), images, 'streams')
  await deployProgram(impatient(), images, 'streams')
  client = new SageMakerRuntimeClient(clientConfig(local()))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function stream(order: string, changes: object = {}, abortSignal?: AbortSignal) {
  const input = { EndpointName: 'streams', Body: order, ...changes }
  return client.send(
    new InvokeEndpointWithResponseStreamCommand(input),
    abortSignal && { abortSignal },
  )
}

/** Lets the stream under way go on. */
function go() {
  return client.send(new InvokeEndpointCommand({ EndpointName: 'streams', Body: 'go' }))
}

/** The parts of an answer as texts, one by one. */
async function* texts({
  Body,
}: InvokeEndpointWithResponseStreamCommandOutput): AsyncGenerator<string> {
  for await (const { PayloadPart } of Body ?? [])
    yield Buffer.from(PayloadPart?.Bytes ?? []).toString()
}

describe('InvokeEndpointWithResponseStream', () => {
  it('gives the first part before the last is produced [G074]', async () => {
    const answer = await stream('parts')
    expect(answer).toMatchObject({
      ContentType: 'text/x-parts',
      CustomAttributes: 'from the container',
      InvokedProductionVariant: 'AllTraffic',
    })
    const parts = texts(answer)

    expect(await parts.next()).toEqual({ done: false, value: 'first' })
    await go()
    expect(await parts.next()).toEqual({ done: false, value: 'second' })
    expect(await parts.next()).toEqual({ done: true, value: undefined })
  })

  it.each(['break', 'crash'])(
    'ends with ModelStreamError when the container breaks off: %s [G075]',
    async (order) => {
      const parts = texts(await stream(order))
      expect((await parts.next()).value).toBe('first')
      await go().catch(() => undefined)

      const error = await parts.next().catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(ModelStreamError)
      expect(error).toMatchObject({ ErrorCode: 'StreamBroken' })
      // A container that has ended is started again.
      await expect
        .poll(() => stream('empty').catch(String))
        .toHaveProperty('ContentType', 'text/x-parts')
    },
  )

  it('ends with ModelStreamError when the whole takes longer than it may', async () => {
    const hasty = new SageMakerRuntimeClient(clientConfig(impatient()))
    const parts = texts(
      await hasty.send(
        new InvokeEndpointWithResponseStreamCommand({ EndpointName: 'streams', Body: 'hang' }),
      ),
    )
    expect((await parts.next()).value).toBe('first')

    await expect(parts.next()).rejects.toMatchObject({
      name: 'ModelStreamError',
      ErrorCode: 'ModelInvocationTimeExceeded',
    })
  })

  it('passes every byte on, and an answer without any', async () => {
    let size = 0
    const { Body } = await stream('large')
    for await (const { PayloadPart } of Body ?? []) {
      const bytes = PayloadPart?.Bytes ?? new Uint8Array()
      for (const byte of [bytes[0], bytes.at(-1)]) expect(byte).toBeDefined()
      expect(bytes[0]).toBe(Math.floor(size / 50_000))
      size += bytes.length
    }
    expect(size).toBe(200 * 50_000)

    const none: string[] = []
    for await (const text of texts(await stream('empty'))) none.push(text)
    expect(none).toEqual([])
  })

  it('gives the container the Accept and the type that the caller names for it', async () => {
    const answer = await stream('headers', {
      Accept: 'text/event-stream',
      ContentType: 'text/csv',
      InferenceId: 'id-1',
    })
    let text = ''
    for await (const part of texts(answer)) text += part

    expect(JSON.parse(text)).toMatchObject({
      accept: 'text/event-stream',
      'content-type': 'text/csv',
      'x-amzn-sagemaker-inference-id': 'id-1',
    })
    expect(JSON.parse(text)).not.toHaveProperty('x-amzn-sagemaker-accept')
  })

  it("is refused as any invocation when the container's status is an error, or nothing is there", async () => {
    await expect(stream('fails')).rejects.toMatchObject({
      name: 'ModelError',
      OriginalStatusCode: 400,
      OriginalMessage: 'no such thing',
    })
    await expect(stream('parts', { EndpointName: 'nope' })).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Endpoint nope of account 000000000000 not found.',
    })
    await expect(stream('parts', { SessionId: 'NEW_SESSION' })).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining("at 'sessionId' failed to satisfy constraint"),
    })
  })

  it('holds the container back while the caller does not read, and tells it when the caller goes', async () => {
    const leaving = new AbortController()
    const parts = texts(await stream('flood', {}, leaving.signal))
    await parts.next()
    const written = async () =>
      (await readEndpointLog(local(), 'streams')).filter((line) => line?.startsWith('written'))
    await expect.poll(written).not.toEqual([])
    let before: unknown
    // It writes as much as the sockets between hold, and then no more.
    await expect
      .poll(
        async () => {
          const now = (await written()).at(-1)
          const isSame = now === before
          before = now
          return isSame
        },
        { timeout: 10_000, interval: 300 },
      )
      .toBe(true)
    leaving.abort()

    await expect
      .poll(() => readEndpointLog(local(), 'streams'))
      .toContain('nobody listens any more')
  })

  it('is an event stream in form, with the type of the answer beside it', async () => {
    const { status, headers } = await rawRequest(local().endpoint, {
      method: 'POST',
      path: '/endpoints/streams/invocations-response-stream',
      body: 'large',
    })

    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'application/vnd.amazon.eventstream',
      'x-amzn-sagemaker-content-type': 'text/x-parts',
      'x-amzn-invoked-production-variant': 'AllTraffic',
    })
  })
})
