import { createHash } from 'node:crypto'
import {
  CompleteLayerUploadCommand,
  type ECRClient,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr'

export const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json'

export function sha256(bytes: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** Uploads a blob over ECR's layer API, in parts of so many bytes. */
export async function pushLayer(
  ecr: ECRClient,
  repositoryName: string,
  bytes: Uint8Array,
  partSize: number = bytes.length,
): Promise<string> {
  const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }))
  for (let first = 0; first < bytes.length; first += partSize) {
    const layerPartBlob = bytes.subarray(first, first + partSize)
    const partLastByte = first + layerPartBlob.length - 1
    await ecr.send(
      new UploadLayerPartCommand({
        repositoryName,
        uploadId,
        partFirstByte: first,
        partLastByte,
        layerPartBlob,
      }),
    )
  }
  const digest = sha256(bytes)
  const complete = { repositoryName, uploadId, layerDigests: [digest] }
  await ecr.send(new CompleteLayerUploadCommand(complete))
  return digest
}

/** The text of a manifest of Docker's schema 2. */
export function formatManifest(config: Uint8Array, layers: readonly Uint8Array[]): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: dockerManifest,
    config: {
      mediaType: 'application/vnd.docker.container.image.v1+json',
      size: config.length,
      digest: sha256(config),
    },
    layers: layers.map((layer) => ({
      mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
      size: layer.length,
      digest: sha256(layer),
    })),
  })
}

/** Pushes an image of one layer over ECR's layer API and returns its digest. */
export async function pushImage(
  ecr: ECRClient,
  repositoryName: string,
  imageTag: string,
  layer: Uint8Array = Buffer.from(`the layer of ${imageTag}`),
): Promise<string> {
  const config = Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', tag: imageTag }))
  await pushLayer(ecr, repositoryName, layer)
  await pushLayer(ecr, repositoryName, config)
  const imageManifest = formatManifest(config, [layer])
  const { image } = await ecr.send(new PutImageCommand({ repositoryName, imageManifest, imageTag }))
  return image?.imageId?.imageDigest ?? ''
}
