import type { Ledger } from '../../ledger.ts'
import type { Session } from '../../session/session.ts'
import type { ImageRegistry, ImageTarget } from '../image-target.ts'
import { ensureRepository, type Repository } from './ecr-repository.ts'
import { isStored } from './is-stored.ts'
import { missingBlobs } from './missing-blobs.ts'
import { mountBlob } from './mount-blob.ts'
import { withPassingTag } from './passing-tag.ts'
import { putImage } from './put-image.ts'
import { readStoredBlob, readStoredManifest } from './read-stored.ts'
import { readRegistryLogin } from './registry-login.ts'
import type { RepositoryOptions } from './repository-options.ts'
import { repositorySpec } from './repository-spec.ts'
import { uploadLayer } from './upload-layer.ts'

/** The caller's registry in ECR, through ECR's own API, which needs neither Docker nor a login. */
export function ecrRegistry(
  session: Session,
  options: RepositoryOptions & { readonly repository: string },
): ImageRegistry {
  // Says what is wrong with the options at once.
  const spec = repositorySpec(options.repository, options)
  return {
    forgetsTags: true,
    login: (_, signal) => readRegistryLogin(session, signal),
    async open(repository, { ledger, signal }) {
      const place = await ensureRepository(session, spec, { ledger, signal })
      return ecrTarget(session, repository, { place, ledger })
    },
  }
}

/** A repository that is there. */
export function ecrTarget(
  session: Session,
  repository: string,
  { place, ledger }: { readonly place: Repository; readonly ledger: Ledger },
): ImageTarget {
  return {
    uri: place.uri,
    repositoryArn: place.arn,
    created: place.created,
    isStored: (image, signal) => isStored(session, repository, image, signal),
    missingBlobs: (blobs, signal) => missingBlobs(session, repository, blobs, signal),
    async uploadBlob(blob, signal) {
      const { digest, size, home } = blob
      const isNear = home?.access.isOwn === true
      const way = { digest, from: home?.repository ?? '', to: repository }
      if (isNear && (await mountBlob(home.access, way, signal))) return 0
      await uploadLayer(session, repository, blob, signal)
      return size
    },
    putManifest: (image) => putImage(session, repository, image, ledger),
    readManifest: (version, signal) => readStoredManifest(session, repository, version, signal),
    readBlob: (digest, signal) => readStoredBlob(session, repository, digest, signal),
    withPassingTag: (tag, work) => withPassingTag(session, { repository, tag }, ledger, work),
  }
}
