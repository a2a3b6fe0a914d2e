import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEchoEndpoint } from '../support/echo-endpoint.ts'

let aws: Awaited<ReturnType<typeof startEchoEndpoint>>

beforeAll(async () => {
  aws = await startEchoEndpoint()
})
afterAll(() => aws[Symbol.asyncDispose]())

const rows = [
  { name: 'é, "quoted"\r\n', width: 3.5 },
  { name: '', width: -1e-9 },
]

describe('predict', () => {
  it('takes a table there and back as CSV [G078]', async () => {
    const prediction = await aws.endpoint.predict({
      width: Float64Array.of(3.5, Number.NaN, -1e-9),
      name: ['é, "quoted"\r\n', '', ' x'],
    })

    expect(prediction).toMatchObject({
      contentType: 'text/csv',
      variant: 'AllTraffic',
      customAttributes: 'echo',
      attempts: 1,
      requestId: expect.stringMatching(/\w/),
    })
    expect(prediction.rows()).toEqual([
      ['width', 'name'],
      ['3.5', 'é, "quoted"\r\n'],
      ['NaN', ''],
      ['-1e-9', ' x'],
    ])
  })

  it('takes text there and back as CSV [G078]', async () => {
    const prediction = await aws.endpoint.predict('1,2\n3,4\n')

    expect(prediction.contentType).toBe('text/csv')
    expect(prediction.numbers()).toEqual([1, 2, 3, 4])
  })

  it('takes rows, numbers and other values there and back as JSON [G078]', async () => {
    const input = [rows, [1, 2.5], { instances: [1, 2] }, { prompt: 'é', top: { k: 3 } }]

    for (const value of input) {
      const prediction = await aws.endpoint.predict(value)
      expect(prediction.contentType).toBe('application/json')
      expect(prediction.json()).toEqual(value)
    }
  })

  it('takes rows there and back as JSON Lines [G078]', async () => {
    const contentType = 'application/jsonlines'
    const prediction = await aws.endpoint.predict(rows, { contentType })

    expect(prediction.contentType).toBe(contentType)
    expect(prediction.jsonLines()).toEqual(rows)
  })

  it('takes rows there and back as CSV when that is asked for [G078]', async () => {
    const prediction = await aws.endpoint.predict(rows, { contentType: 'text/csv' })

    expect(prediction.rows()).toEqual([
      ['name', 'width'],
      ['é, "quoted"\r\n', '3.5'],
      ['', '-1e-9'],
    ])
  })

  it('takes bytes there and back [G078]', async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256)
    const prediction = await aws.endpoint.predict(bytes)

    expect(prediction.contentType).toBe('application/octet-stream')
    expect(Buffer.from(prediction.bytes).equals(bytes)).toBe(true)
  })

  it('takes as much as an endpoint may be sent, and is not sent more', async () => {
    const most = new Uint8Array(6_291_456)

    expect((await aws.endpoint.predict(most)).bytes).toHaveLength(most.length)
    await expect(aws.endpoint.predict(new Uint8Array(6_291_457))).rejects.toMatchObject({
      code: 'invalid-option',
    })
  })

  it('tells how often it was sent when the service was throttling and failing [G079]', async () => {
    aws.local.faults.add({ operation: 'InvokeEndpoint', error: 'throttle' })
    aws.local.faults.add({ operation: 'InvokeEndpoint', error: 'fail' })

    expect((await aws.endpoint.predict('1')).attempts).toBe(3)
  })

  it('sends what it was told to in headers', async () => {
    const prediction = await aws.endpoint.predict('1', {
      customAttributes: 'headers',
      accept: 'application/json',
      inferenceId: 'i-1',
      targetVariant: 'AllTraffic',
    })

    expect(prediction.json()).toMatchObject({
      accept: 'application/json',
      'x-amzn-sagemaker-inference-id': 'i-1',
      'x-amzn-sagemaker-target-variant': 'AllTraffic',
    })
  })

  it('gives up a container that says nothing', async () => {
    const options = { customAttributes: 'hang', timeout: 0.1 }

    await expect(aws.endpoint.predict('1', options)).rejects.toMatchObject({ code: 'timeout' })
  })
})
