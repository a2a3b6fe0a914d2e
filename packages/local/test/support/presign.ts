import type { S3Client } from '@aws-sdk/client-s3'

/** What a presigned address is for. */
export interface PresignOptions {
  readonly method: 'GET' | 'PUT'
  /** Percent-encoded, with the bucket. */
  readonly path: string
  /** Seconds. */
  readonly expiresIn: number
  readonly signingDate?: Date
}

/** The path and query of a presigned address, made by the SDK's own signer. */
export async function presign(client: S3Client, options: PresignOptions): Promise<string> {
  const { protocol, hostname, port = 80 } = (await client.config.endpoint?.()) ?? missing()
  const signer = await client.config.signer({
    name: 'sigv4',
    signingName: 's3',
    signingRegion: await client.config.region(),
    properties: {},
  })
  if (!('presign' in signer)) return missing()
  const request = {
    method: options.method,
    protocol,
    hostname,
    port,
    path: options.path,
    query: {},
    headers: { host: `${hostname}:${port}`, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  }
  const signed = await (signer as unknown as Presigner).presign(request, options)
  const query = Object.entries(signed.query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  )
  return `${options.path}?${query.join('&')}`
}

/** What the SDK's type of a signer leaves out. */
interface Presigner {
  presign(
    request: object,
    options: { readonly expiresIn: number; readonly signingDate?: Date },
  ): Promise<{ readonly query: Readonly<Record<string, unknown>> }>
}

function missing(): never {
  throw new Error('The client has no endpoint or no signer that presigns.')
}
