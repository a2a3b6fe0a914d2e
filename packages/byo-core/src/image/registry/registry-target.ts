import { concurrently } from '../../concurrently.ts'
import type { Session } from '../../session/session.ts'
import type { ImageBlob } from '../image-parts.ts'
import { parseImageReference } from '../image-reference.ts'
import type { ImageRegistry, ImageTarget } from '../image-target.ts'
import type { RegistryAccess } from './registry-access.ts'
import { createRegistryClient, type RegistryClient } from './registry-client.ts'
import { basicAuthorization } from './registry-credentials.ts'
import { optionOf } from './registry-errors.ts'
import { forgetTag, isStored, putManifest, readManifest } from './registry-manifest.ts'
import { readBlob } from './remote-blob.ts'
import { hasBlob, uploadBlob } from './upload-blob.ts'
import { tryUpload } from './upload-session.ts'

/** How many blobs are looked for at once. */
const lookUpsAtOnce = 5

/** Any registry that speaks the OCI distribution API, under the host that Docker calls it by. */
export function otherRegistry(
  { runtime }: Session,
  host: string,
  access: RegistryAccess,
): ImageRegistry {
  const openClient = (name: string) => {
    // Short names of Docker Hub have a longer one there.
    const { repository } = parseImageReference(`${host}/${name}`)
    return createRegistryClient({ registry: host, repository }, access, runtime)
  }
  return {
    // Few can take a tag away alone; none tells beforehand.
    forgetsTags: false,
    async login(repository, signal) {
      await tryUpload(openClient(repository), signal)
      const found = await access.credentials()
      const isGiven = found?.source === optionOf('push') && 'username' in found
      const authorization = isGiven ? basicAuthorization(found) : access.authorization
      return { host, token: authorization?.replace(/^Basic /, '') }
    },
    open: async (repository) =>
      registryTarget(openClient(repository), `${host}/${repository}`, access),
  }
}

/** A repository of a registry, through the OCI distribution API. */
function registryTarget(
  client: RegistryClient,
  uri: string,
  { origin }: RegistryAccess,
): ImageTarget {
  const way = { isWhole: false }
  return {
    uri,
    repositoryArn: undefined,
    created: false,
    isStored: (image, signal) => isStored(client, image, signal),
    async missingBlobs(blobs, signal) {
      // The same layer may occur twice in an image.
      const missing = new Map(blobs.map((blob) => [blob.digest, blob]))
      await concurrently(lookUpsAtOnce, [...missing.keys()], async (digest) => {
        if (await hasBlob(client, digest, signal)) missing.delete(digest)
      })
      return [...missing.values()]
    },
    uploadBlob(blob: ImageBlob, signal) {
      const { access, repository } = blob.home ?? {}
      const mountFrom = access?.origin === origin ? repository : undefined
      return uploadBlob(client, blob, { mountFrom, way }, signal)
    },
    putManifest: (image) => putManifest(client, image),
    readManifest: (version, signal) => readManifest(client, version, signal),
    async readBlob(digest, signal) {
      const chunks: Uint8Array[] = []
      for await (const chunk of readBlob(client, digest, signal)) chunks.push(chunk)
      return Buffer.concat(chunks)
    },
    async withPassingTag(tag, work) {
      try {
        return await work()
      } finally {
        await forgetTag(client, tag)
      }
    },
  }
}
