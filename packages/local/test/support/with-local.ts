import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http'
import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll } from 'vitest'
import {
  type LocalSageMaker,
  type LocalSageMakerOptions,
  startLocalSageMaker,
} from '../../src/index.ts'

/** Starts one emulator for the tests of a file and returns a way to reach it. */
export function useLocal(options: LocalSageMakerOptions = {}): () => LocalSageMaker {
  let running: LocalSageMaker | undefined
  beforeAll(async () => {
    running = await startLocalSageMaker(options)
  })
  afterAll(async () => {
    await running?.close()
  })
  return () => running as LocalSageMaker
}

/** What a client of the SDK is made with; it retries nothing, so that a test sees every answer. */
export function clientConfig(local: LocalSageMaker) {
  return { ...local.clientConfig, maxAttempts: 1 }
}

export function s3Client(local: LocalSageMaker): S3Client {
  return new S3Client(clientConfig(local))
}

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** Sends a request exactly as given: nothing is signed, encoded or added but the length. */
export function rawRequest(
  endpoint: string,
  options: RequestOptions & { readonly body?: string | Uint8Array },
): Promise<RawAnswer> {
  const { hostname, port } = new URL(endpoint)
  const { body, ...rest } = options
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, agent: false, ...rest }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** The authorization of a client that signs for a service; nobody checks the signature. */
export function signedFor(service: string, region = 'us-east-1', accessKeyId = 'local'): string {
  const credential = `${accessKeyId}/20260101/${region}/${service}/aws4_request`
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`
}
