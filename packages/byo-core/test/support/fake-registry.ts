import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { digestOf } from '../../src/image/digest.ts'

export interface FakeRegistry extends AsyncDisposable {
  /** Host and port. */
  readonly host: string
  /** The paths that were read by who may read them. */
  readonly reads: readonly string[]
  /** What tokens were asked for with: the `authorization` header, or the body of a POST. */
  readonly tokenRequests: readonly string[]
  /** The `authorization` headers that the storage of its layers was shown, where it has one. */
  readonly storageRequests: readonly (string | undefined)[]
  /** Digests of the base image's layers. */
  readonly layers: readonly string[]
}

/** What may be odd about the base image. */
export interface FakeImage {
  readonly oci?: boolean
  readonly index?: boolean
  readonly schemaVersion?: number
  readonly architecture?: string
  readonly layerType?: string
  /** What the manifest says of each layer, in bytes. */
  readonly layerSize?: number
  readonly repository?: string
}

/** How the registry behaves. */
export interface FakeConduct {
  /** The header that lets in; anybody gets a token with `anonymous`, which is the default. */
  readonly admits?: { readonly scheme: 'Basic' | 'Bearer'; readonly authorization: string }
  /** Where the challenge sends for tokens, instead of here. */
  readonly realm?: string
  /** Sends other bytes than the layer's digest stands for. */
  readonly corrupted?: boolean
  /** Breaks the connection off after so many bytes of a layer, each time or the first times. */
  readonly truncatedAfter?: number | readonly number[]
  /** Sends who wants a layer to another server, as registries with storage in S3 do. */
  readonly redirects?: boolean
  /** Knows no ranges. */
  readonly withoutRanges?: boolean
  /** Answers the first reads with these statuses; 0 breaks the connection off, 200 is no failure. */
  readonly failures?: readonly number[]
}

const oci = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
}
const docker = {
  index: 'application/vnd.docker.distribution.manifest.list.v2+json',
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
}

/** A registry that asks for a token, with one image `library/node:24-slim` of two layers. */
export async function startFakeRegistry({
  admits,
  realm,
  corrupted,
  truncatedAfter = [],
  withoutRanges,
  redirects,
  failures = [],
  ...image
}: FakeImage & FakeConduct = {}): Promise<FakeRegistry> {
  const { repository = 'library/node' } = image
  const { layers, documents } = describeImage(image)
  const reads: string[] = []
  const tokenRequests: string[] = []
  const storageRequests: (string | undefined)[] = []
  const storage = createServer((request, response) => {
    storageRequests.push(request.headers.authorization)
    response.end(documents.get(request.url?.slice(1) ?? '')?.bytes)
  })
  const rest = [...failures]
  const cuts = typeof truncatedAfter === 'number' ? undefined : [...truncatedAfter]
  const scope = `repository:${repository}:pull`

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', `http://${request.headers.host}`)
    if (url.pathname === '/token') {
      const shown = await credentialsOf(request)
      tokenRequests.push(shown)
      if (admits && shown !== admits.authorization) return response.writeHead(401).end('{}')
      return response.end(JSON.stringify({ token: `for ${scope}` }))
    }
    const wanted = admits?.scheme === 'Basic' ? admits.authorization : `Bearer for ${scope}`
    if (request.headers.authorization !== wanted) {
      const where = realm ?? `http://${request.headers.host}/token`
      const bearer = `Bearer realm="${where}",service="fake",scope="${scope}"`
      const challenge = admits?.scheme === 'Basic' ? 'Basic realm="fake"' : bearer
      return response.writeHead(401, { 'www-authenticate': challenge }).end('{}')
    }
    const failure = rest.shift()
    if (failure === 401) {
      return response
        .writeHead(401, {
          'www-authenticate': `Bearer realm="http://${request.headers.host}/token"`,
        })
        .end('{}')
    }
    if (failure === 0) return request.socket.destroy()
    if (failure !== undefined && failure !== 200) return response.writeHead(failure).end('{}')
    const path = url.pathname.replace(`/v2/${repository}/`, '')
    reads.push(path)
    const found = documents.get(path)
    if (!found) return response.writeHead(404).end('{}')
    const isLayer = layers.includes(path.replace('blobs/', ''))
    if (isLayer && redirects) {
      return response.writeHead(307, { location: `${originOf(storage)}/${path}` }).end()
    }
    const [, from = '0'] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? []
    const start = withoutRanges ? 0 : Number(from)
    const bytes = found.bytes
      .map((byte) => (isLayer && corrupted ? byte ^ 1 : byte))
      .subarray(start)
    response.writeHead(start > 0 ? 206 : 200, {
      'content-type': found.type,
      'content-length': bytes.length,
    })
    const cut = isLayer ? (cuts ? cuts.shift() : Number(truncatedAfter)) : undefined
    if (cut === undefined || bytes.length <= cut) return response.end(bytes)
    response.write(bytes.subarray(0, cut), () => request.socket.destroy())
  })
  for (const one of [server, storage]) {
    await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve))
  }
  return {
    host: new URL(originOf(server)).host,
    reads,
    storageRequests,
    tokenRequests,
    layers,
    async [Symbol.asyncDispose]() {
      for (const one of [server, storage]) {
        one.closeAllConnections()
        await new Promise((resolve) => one.close(resolve))
      }
    },
  }
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function credentialsOf(request: IncomingMessage): Promise<string> {
  if (request.method === 'POST') return (await buffer(request)).toString()
  return request.headers.authorization ?? 'anonymous'
}

function describeImage({
  oci: isOci,
  index,
  schemaVersion = 2,
  architecture = 'amd64',
  layerType,
  layerSize,
}: FakeImage) {
  const types = isOci ? oci : docker
  const documents = new Map<string, { type: string; bytes: Uint8Array }>()
  const blobs = ['first layer', 'second layer'].map((text) => ({
    tar: Buffer.from(text),
    bytes: gzipSync(text),
  }))
  const config = json({
    architecture,
    ...(architecture === 'arm64' && { variant: 'v8' }),
    os: 'linux',
    config: {
      Env: ['PATH=/usr/local/bin:/usr/bin'],
      Cmd: ['node'],
      Entrypoint: ['docker-entrypoint.sh'],
    },
    rootfs: { type: 'layers', diff_ids: blobs.map(({ tar }) => digestOf(tar)) },
    history: [{ created_by: 'first' }, { created_by: 'second' }],
  })
  const layers = blobs.map(({ bytes }) => digestOf(bytes))
  const manifest = json({
    schemaVersion,
    mediaType: types.manifest,
    config: { mediaType: types.config, digest: digestOf(config), size: config.length },
    layers: blobs.map(({ bytes }) => ({
      mediaType: layerType ?? types.layer,
      digest: digestOf(bytes),
      size: layerSize ?? bytes.length,
    })),
  })
  for (const { bytes } of blobs) {
    documents.set(`blobs/${digestOf(bytes)}`, { type: 'application/octet-stream', bytes })
  }
  documents.set(`blobs/${digestOf(config)}`, { type: 'application/json', bytes: config })
  documents.set(`manifests/${digestOf(manifest)}`, { type: types.manifest, bytes: manifest })
  const entry = (os: string, arch: string, digest: string) => ({
    mediaType: types.manifest,
    digest,
    size: manifest.length,
    platform: { os, architecture: arch },
  })
  const list = json({
    schemaVersion: 2,
    mediaType: types.index,
    manifests: [
      entry('linux', 'ppc64le', digestOf(json({}))),
      entry('linux', architecture, digestOf(manifest)),
      // Where buildx keeps a build's attestations.
      entry('unknown', 'unknown', digestOf(json({}))),
    ],
  })
  const top = index ? { type: types.index, bytes: list } : { type: types.manifest, bytes: manifest }
  documents.set('manifests/24-slim', top)
  return { layers, documents }
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value))
}
