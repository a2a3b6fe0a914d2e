import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { digestOf } from '../../src/image/digest.ts'

export interface FakeRegistry extends AsyncDisposable {
  /** Host and port. */
  readonly host: string
  /** The paths that were read with a token. */
  readonly reads: readonly string[]
  /** Digests of the base image's layers. */
  readonly layers: readonly string[]
}

/** What may be odd about the base image. */
export interface FakeImage {
  readonly oci?: boolean
  readonly index?: boolean
  readonly architecture?: string
  readonly layerType?: string
  /** Sends other bytes than the layer's digest stands for. */
  readonly corrupted?: boolean
  /** Breaks the connection off in the middle of a layer. */
  readonly truncated?: boolean
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
export async function startFakeRegistry(image: FakeImage = {}): Promise<FakeRegistry> {
  const { layers, documents } = describeImage(image)
  const reads: string[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', `http://${request.headers.host}`)
    if (url.pathname === '/token') {
      response.end(JSON.stringify({ token: `for ${url.searchParams.get('scope')}` }))
      return
    }
    if (request.headers.authorization !== 'Bearer for repository:library/node:pull') {
      const realm = `http://${request.headers.host}/token`
      const challenge = `Bearer realm="${realm}",service="fake",scope="repository:library/node:pull"`
      response.writeHead(401, { 'www-authenticate': challenge }).end('{}')
      return
    }
    const path = url.pathname.replace('/v2/library/node/', '')
    reads.push(path)
    const found = documents.get(path)
    if (!found) return response.writeHead(404).end('{}')
    response.writeHead(200, { 'content-type': found.type, 'content-length': found.bytes.length })
    if (image.truncated && layers.includes(path.replace('blobs/', ''))) {
      response.write(found.bytes.subarray(0, 5), () => request.socket.destroy())
    } else {
      response.end(found.bytes)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    reads,
    layers,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function describeImage({
  oci: isOci,
  index,
  architecture = 'amd64',
  layerType,
  corrupted,
}: FakeImage) {
  const types = isOci ? oci : docker
  const documents = new Map<string, { type: string; bytes: Uint8Array }>()
  const blobs = ['first layer', 'second layer'].map((text) => ({
    tar: Buffer.from(text),
    bytes: gzipSync(text),
  }))
  const config = json({
    architecture,
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
    schemaVersion: 2,
    mediaType: types.manifest,
    config: { mediaType: types.config, digest: digestOf(config), size: config.length },
    layers: blobs.map(({ bytes }) => ({
      mediaType: layerType ?? types.layer,
      digest: digestOf(bytes),
      size: bytes.length,
    })),
  })
  for (const { bytes } of blobs) {
    const sent = corrupted ? Buffer.from(bytes.map((byte) => byte ^ 1)) : bytes
    documents.set(`blobs/${digestOf(bytes)}`, { type: 'application/octet-stream', bytes: sent })
  }
  documents.set(`blobs/${digestOf(config)}`, { type: 'application/json', bytes: config })
  documents.set(`manifests/${digestOf(manifest)}`, { type: types.manifest, bytes: manifest })
  const entry = (arch: string, digest: string) => ({
    mediaType: types.manifest,
    digest,
    size: manifest.length,
    platform: { os: 'linux', architecture: arch },
  })
  const list = json({
    schemaVersion: 2,
    mediaType: types.index,
    manifests: [entry('arm64', digestOf(json({}))), entry(architecture, digestOf(manifest))],
  })
  const top = index ? { type: types.index, bytes: list } : { type: types.manifest, bytes: manifest }
  documents.set('manifests/24-slim', top)
  return { layers, documents }
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value))
}
