// The registry's own HTTP API (the OCI distribution specification, "Docker registry v2"), as `docker push`
// and `docker pull` speak it. It shows the same repositories as ECR. Anybody may read and write: a login
// is taken, and says whose registry is meant, but is not asked for.

import { AwsError } from '../../errors.ts'
import { type HttpExchange, send } from '../../protocols/http-exchange.ts'
import type { DiskImageStore } from '../../state/disk-image-store.ts'
import type { HttpService } from '../http-service.ts'
import {
  beginUpload,
  cancelUpload,
  continueUpload,
  describeUpload,
  finishUpload,
} from './blob-uploads.ts'
import { getBlob, headBlob } from './blobs.ts'
import { listRepositories, listTags } from './listings.ts'
import { deleteManifest, getManifest, putManifest } from './manifests.ts'
import { type RegistryRequest, requireRepository } from './registry-request.ts'

interface RegistryRoute {
  readonly method: string
  /** What follows the repository's name; its group is the reference. */
  readonly path: RegExp
  readonly run: (request: RegistryRequest) => void | Promise<void>
}

const upload = /^blobs\/uploads\/([^/]+)$/
const blob = /^blobs\/(sha256:[0-9a-f]+)$/
const manifest = /^manifests\/([^/]+)$/

const routes: readonly RegistryRoute[] = [
  { method: 'POST', path: /^blobs\/uploads\/?()$/, run: beginUpload },
  { method: 'PATCH', path: upload, run: continueUpload },
  { method: 'PUT', path: upload, run: finishUpload },
  { method: 'GET', path: upload, run: describeUpload },
  { method: 'DELETE', path: upload, run: cancelUpload },

  { method: 'HEAD', path: blob, run: headBlob },
  { method: 'GET', path: blob, run: getBlob },

  { method: 'PUT', path: manifest, run: putManifest },
  { method: 'HEAD', path: manifest, run: getManifest },
  { method: 'GET', path: manifest, run: getManifest },
  { method: 'DELETE', path: manifest, run: deleteManifest },

  { method: 'GET', path: /^tags\/list()$/, run: listTags },
]

/** The registry over HTTP, under `/v2/`. */
export function createRegistryService(images: DiskImageStore): HttpService {
  return {
    async handle(exchange, context, enter) {
      exchange.response.setHeader('docker-distribution-api-version', 'registry/2.0')
      await enter(`${exchange.request.method} ${exchange.path}`)
      if (/^\/v2\/?$/.test(exchange.path)) return sendVersion(exchange)
      if (exchange.request.method === 'GET' && exchange.path === '/v2/_catalog') {
        return listRepositories(images, exchange, context)
      }
      const { name, route, reference } = findRoute(exchange)
      const repository = requireRepository(images, name, exchange, context)
      await route.run({ exchange, repository, images, reference })
    },
    sendError(exchange, error) {
      const { code, message, members } = error
      const body = JSON.stringify({ errors: [{ code, message, detail: members }] })
      send(exchange, error.statusCode, { 'content-type': 'application/json' }, body)
    },
  }
}

function sendVersion(exchange: HttpExchange): void {
  send(exchange, 200, { 'content-type': 'application/json' }, '{}')
}

/** A repository's name may have slashes, so the path is read from its end. */
function findRoute({ path, request }: HttpExchange): {
  name: string
  route: RegistryRoute
  reference: string
} {
  const [, name = '', rest = ''] =
    /^\/v2\/(.+)\/((?:blobs|manifests|tags)\/.*)$/.exec(decode(path)) ?? []
  for (const route of routes) {
    const match = route.method === request.method ? route.path.exec(rest) : null
    if (match !== null) return { name, route, reference: match[1] as string }
  }
  throw new AwsError('UNSUPPORTED', `This registry has no ${request.method} ${path}.`, 404)
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new AwsError('NAME_INVALID', 'The path cannot be decoded.')
  }
}
