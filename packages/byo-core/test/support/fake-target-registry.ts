import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { digestOf } from '../../src/image/digest.ts'

/** A request as it arrived. */
interface TargetRequest {
  /** Method and path, such as `HEAD manifests/v1`; uploads are `blobs/uploads/<number>`. */
  readonly what: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  /** Bytes of the body that arrived. */
  readonly bytes: number
}

/**
 * What goes wrong with a request: an answer of that status, an answer that is lost after the work was done, a
 * connection that breaks off after half of the body, half of a body that is taken, a changed byte.
 */
export type TargetFault = number | 'lost' | 'cut' | 'half' | 'corrupted'

/** How the registry behaves. */
export interface TargetConduct {
  /** Wants this header, or a token that is given for it. @defaultValue lets everybody in */
  readonly admits?: { readonly scheme: 'Basic' | 'Bearer'; readonly authorization: string }
  /** Asked for each request before it's served; `times` counts those of the same method and kind of path. */
  readonly fault?: (request: TargetRequest, times: number) => TargetFault | undefined
  /** Forgets an upload whose connection broke, as Docker's own registry does. */
  readonly forgetsBroken?: boolean
  /** The digest that it says it has stored a manifest under; `none` for no word of it. */
  readonly storesAs?: string
  /** Tags stay where they are. */
  readonly isImmutable?: boolean
  /** Takes tags away. */
  readonly forgetsTags?: boolean
  /** Takes a blob in one piece alone, as Google's registry does. */
  readonly wantsWhole?: boolean
  /** Drops all parts but the first, as ECR does with those that are sent as the standard says. */
  readonly drops?: boolean
  /** Headers of each answer to POST. */
  readonly headers?: Readonly<Record<string, string>>
  /** How many requests a token is good for. @defaultValue all */
  readonly tokenUses?: number
  /** Sends who looks for a blob to a storage that takes no HEAD. */
  readonly redirects?: boolean
}

export interface TargetRegistry extends AsyncDisposable {
  /** Host and port. */
  readonly host: string
  readonly requests: readonly TargetRequest[]
  /** Of the requests without the number of an upload, in their order. */
  readonly calls: readonly string[]
  /** Scopes of the tokens that were asked for. */
  readonly scopes: readonly (readonly string[])[]
  /** By repository and digest. */
  readonly blobs: ReadonlyMap<string, Buffer>
  /** By repository and tag or digest. */
  readonly manifests: ReadonlyMap<string, Buffer>
  /** Puts a blob into a repository. */
  seed(repository: string, bytes: Uint8Array): void
}

/** A registry that takes images, in memory. */
export async function startTargetRegistry(conduct: TargetConduct = {}): Promise<TargetRegistry> {
  const requests: TargetRequest[] = []
  const calls: string[] = []
  const scopes: string[][] = []
  const blobs = new Map<string, Buffer>()
  const manifests = new Map<string, Buffer>()
  const uploads = new Map<string, Buffer>()
  const counts = new Map<string, number>()
  const tokenUses = new Map<string, number>()

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', `http://${request.headers.host}`)
    if (url.pathname === '/token') return giveToken(request, response, url)
    if (!isAdmitted(request)) return challenge(request, response)
    const [, repository = '', path = ''] =
      /^\/v2\/(.+?)\/((?:blobs|manifests)\/.*)$/.exec(url.pathname) ?? []
    const kind = `${request.method} ${path.replace(/uploads\/\d+$/, 'uploads/#').replace(/sha256:\w+$/, '<digest>')}`
    const length = Number(request.headers['content-length'] ?? 0)
    const bare = {
      what: `${request.method} ${path}`,
      query: url.searchParams,
      headers: request.headers,
    }
    const times = (counts.get(kind) ?? 0) + 1
    counts.set(kind, times)
    calls.push(kind)
    const fault = conduct.fault?.({ ...bare, bytes: length }, times)
    const whole = fault === 'cut' ? await readHalf(request, length) : await readAll(request)
    requests.push({ ...bare, bytes: whole.length })
    if (typeof fault === 'number') return response.writeHead(fault).end('{}')
    const body = fault === 'half' ? whole.subarray(0, whole.length / 2) : Buffer.from(whole)
    if (fault === 'corrupted' && body.length > 0) body[0] = (body[0] ?? 0) ^ 1
    const answer = serve(request, {
      repository,
      path,
      query: url.searchParams,
      body,
      isCut: fault === 'cut',
    })
    if (fault === 'lost' || fault === 'cut') return request.socket.destroy()
    response.writeHead(answer.status, answer.headers ?? {}).end(answer.body)
  })

  interface Asked {
    readonly repository: string
    readonly path: string
    readonly query: URLSearchParams
    readonly body: Buffer
    readonly isCut: boolean
  }
  interface Answer {
    readonly status: number
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: Uint8Array | string
  }

  function serve({ method, headers }: IncomingMessage, asked: Asked): Answer {
    const { repository, path } = asked
    if (path.startsWith('manifests/')) return serveManifest(method, repository, asked)
    if (!path.startsWith('blobs/uploads/')) {
      const found = blobs.get(`${repository} ${path.slice('blobs/'.length)}`)
      if (!found) return { status: 404 }
      if (conduct.redirects && method === 'HEAD') {
        return { status: 307, headers: { location: 'http://127.0.0.1:9/storage' } }
      }
      return { status: 200, body: method === 'GET' ? found : '' }
    }
    return serveUpload(method, headers['content-range'], asked)
  }

  function serveUpload(
    method: string | undefined,
    range: string | undefined,
    asked: Asked,
  ): Answer {
    const { repository, path, query, body, isCut } = asked
    if (method === 'POST') {
      const taken = blobs.get(`${query.get('from')} ${query.get('mount')}`)
      if (taken) {
        blobs.set(`${repository} ${query.get('mount')}`, taken)
        return { status: 201 }
      }
      const id = String(uploads.size + 1)
      uploads.set(id, Buffer.alloc(0))
      return { status: 202, headers: { ...upload(repository, id), ...conduct.headers } }
    }
    const id = path.split('/').at(-1) ?? ''
    const has = uploads.get(id)
    if (!has) return { status: 404, body: '{"errors":[{"code":"BLOB_UPLOAD_UNKNOWN"}]}' }
    if (method === 'GET') return { status: 204, headers: upload(repository, id) }
    if (method === 'PATCH') {
      if (conduct.drops && has.length > 0) return { status: 201, headers: upload(repository, id) }
      if (conduct.wantsWhole && range !== undefined) return { status: 400 }
      const [first] = (range ?? '0').split('-').map(Number)
      if (first !== has.length) return { status: 416, headers: upload(repository, id) }
      if (isCut && conduct.forgetsBroken) uploads.delete(id)
      else uploads.set(id, Buffer.concat([has, body]))
      return { status: 202, headers: upload(repository, id) }
    }
    uploads.delete(id)
    if (method === 'DELETE') return { status: 204 }
    const whole = Buffer.concat([has, body])
    const digest = digestOf(whole)
    if (digest !== query.get('digest')) {
      return { status: 400, body: '{"errors":[{"code":"DIGEST_INVALID","message":"no match"}]}' }
    }
    blobs.set(`${repository} ${digest}`, whole)
    return { status: 201, headers: { 'docker-content-digest': digest } }
  }

  function upload(repository: string, id: string) {
    const last = Math.max(0, (uploads.get(id)?.length ?? 0) - 1)
    return { location: `/v2/${repository}/blobs/uploads/${id}?state=a%2Fb`, range: `0-${last}` }
  }

  function serveManifest(
    method: string | undefined,
    repository: string,
    { path, body }: Asked,
  ): Answer {
    const version = path.slice('manifests/'.length)
    const name = `${repository} ${version}`
    if (method === 'DELETE') {
      if (!conduct.forgetsTags) return { status: 405 }
      return { status: manifests.delete(name) ? 202 : 404 }
    }
    if (method === 'PUT') {
      if (conduct.isImmutable && manifests.has(name)) {
        return {
          status: 412,
          body: '{"errors":[{"code":"PRECONDITION","message":"tag is immutable"}]}',
        }
      }
      for (const key of [name, `${repository} ${digestOf(body)}`]) manifests.set(key, body)
      return { status: 201, headers: digestHeader(conduct.storesAs ?? digestOf(body)) }
    }
    const found = manifests.get(name)
    if (!found) return { status: 404 }
    const type = JSON.parse(found.toString()).mediaType ?? 'application/json'
    const headers = conduct.storesAs === 'none' ? {} : digestHeader(digestOf(found))
    return {
      status: 200,
      headers: { 'content-type': type, ...headers },
      body: method === 'GET' ? found : '',
    }
  }

  function isAdmitted({ headers }: IncomingMessage): boolean {
    const { admits } = conduct
    if (!admits) return true
    const { authorization = '' } = headers
    if (admits.scheme === 'Basic') return authorization === admits.authorization
    const left = tokenUses.get(authorization) ?? 0
    tokenUses.set(authorization, left - 1)
    return left > 0
  }

  function challenge({ headers }: IncomingMessage, response: ServerResponse) {
    const bearer = `Bearer realm="http://${headers.host}/token",service="fake",scope="repository:x:pull"`
    const header = conduct.admits?.scheme === 'Basic' ? 'Basic realm="fake"' : bearer
    const body = '{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}'
    response.writeHead(401, { 'www-authenticate': header }).end(body)
  }

  function giveToken(request: IncomingMessage, response: ServerResponse, url: URL) {
    scopes.push(url.searchParams.getAll('scope'))
    if (request.headers.authorization !== conduct.admits?.authorization) {
      return response.writeHead(401).end('{}')
    }
    const token = `token-${scopes.length}`
    tokenUses.set(`Bearer ${token}`, conduct.tokenUses ?? Number.POSITIVE_INFINITY)
    return response.end(JSON.stringify({ token }))
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    calls,
    scopes,
    blobs,
    manifests,
    seed: (repository, bytes) => blobs.set(`${repository} ${digestOf(bytes)}`, Buffer.from(bytes)),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function digestHeader(digest: string): Record<string, string> {
  return digest === 'none' ? {} : { 'docker-content-digest': digest }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  return readHalf(request, Number.POSITIVE_INFINITY)
}

/** The first half of a body of that length. */
async function readHalf(request: IncomingMessage, length: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let read = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk)
    read += chunk.length
    if (read >= length / 2) break
  }
  return Buffer.concat(chunks).subarray(0, Math.ceil(length / 2))
}
