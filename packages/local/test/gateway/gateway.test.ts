import { connect } from 'node:net'
import { ListTrainingJobsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import type { RequestLogEntry } from '../../src/index.ts'
import { clientConfig, rawRequest, signedFor, useLocal } from '../support/with-local.ts'

const log: RequestLogEntry[] = []
const local = useLocal({ onRequest: (entry) => log.push(entry) })

function callJson(target: string, body: string | Uint8Array, headers: Record<string, string> = {}) {
  return rawRequest(local().endpoint, {
    method: 'POST',
    path: '/',
    headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1', ...headers },
    body,
  })
}

describe('a JSON service', () => {
  it.each([
    'SageMaker.BrewCoffee',
    'SageMaker.constructor',
    'SageMaker.',
    'DynamoDB_20120810.ListTables',
    'nonsense',
  ])(
    'answers UnknownOperationException, naming it, for %s, and so does the log [G112]',
    async (target) => {
      const { status, headers, text } = await callJson(target, '{}')

      expect([status, headers['x-amzn-errortype']]).toEqual([400, 'UnknownOperationException'])
      expect(JSON.parse(text)).toEqual({
        __type: 'UnknownOperationException',
        message: expect.stringContaining(target),
      })
      expect(log.map(({ operation }) => operation)).toContain(target)
    },
  )

  it.each(['{', '[1]', '"x"', 'null', '{"a":\u0000}'])(
    'answers SerializationException 400 for %j [G115]',
    async (body) => {
      const { status, text } = await callJson('SageMaker.ListTrainingJobs', body)

      expect([status, JSON.parse(text).__type]).toEqual([400, 'SerializationException'])
    },
  )

  it('refuses a body that is too long before reading all of it', async () => {
    const { status } = await callJson('SageMaker.ListTrainingJobs', Buffer.alloc(11_000_000, ' '))

    expect(status).toBe(413)
  })

  it('gives every answer a request id of its own', async () => {
    const sagemaker = new SageMakerClient(clientConfig(local()))

    const answers = await Promise.all(
      [1, 2].map(() => sagemaker.send(new ListTrainingJobsCommand({}))),
    )

    const ids = answers.map(({ $metadata }) => $metadata.requestId)
    expect(new Set(ids).size).toBe(2)
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('a request', () => {
  it('for a service that is not here is told so', async () => {
    const { status, headers } = await rawRequest(local().endpoint, {
      path: '/2015-03-31/functions',
      headers: { authorization: signedFor('lambda') },
    })

    expect([status, headers['x-amzn-errortype']]).toEqual([400, 'UnknownOperationException'])
  })

  it('for a bucket called "endpoints" is S3’s when it is signed for S3', async () => {
    const { text } = await rawRequest(local().endpoint, {
      path: '/endpoints/x',
      headers: { authorization: signedFor('s3') },
    })

    expect(text).toContain('<Code>NoSuchBucket</Code>')
  })

  it('for an endpoint that is not there gets an error that JSON clients read', async () => {
    const { status, headers, text } = await rawRequest(local().endpoint, {
      method: 'POST',
      path: '/endpoints/nowhere/invocations',
      body: 'x',
    })

    expect([status, headers['x-amzn-errortype']]).toEqual([400, 'ValidationError'])
    expect(JSON.parse(text).message).toBe('Endpoint nowhere of account 000000000000 not found.')
  })

  it('that is no HTTP, or stops half-way, does the server no harm', async () => {
    const { hostname, port } = new URL(local().endpoint)
    for (const text of [
      'nonsense\r\n\r\n',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx',
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), hostname, () => socket.end(text))
        socket.on('data', () => undefined)
        socket.on('error', () => undefined)
        socket.once('close', () => resolve())
      })
    }

    const { status } = await rawRequest(local().endpoint, { path: '/v2/' })
    expect(status).toBe(200)
  })

  it('is logged with its service, status and error', async () => {
    await callJson('SageMaker.Nothing', '{}')

    const entry = log.find(({ operation }) => operation === 'SageMaker.Nothing')
    expect(entry).toMatchObject({ service: 'json', status: 400 })
    expect(entry?.failure).toMatchObject({ code: 'UnknownOperationException' })
  })
})
