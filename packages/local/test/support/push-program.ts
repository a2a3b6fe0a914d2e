import { readFileSync } from 'node:fs'
import {
  CreateRepositoryCommand,
  ECRClient,
  type ECRClientConfig,
  PutImageCommand,
} from '@aws-sdk/client-ecr'
import type { PackedImages } from './images.ts'
import { formatManifest, pushLayer } from './push-image.ts'

/** Pushes one of the fixture programs over ECR's layer API and returns the image's address. */
export async function pushProgram(
  local: { readonly clientConfig: ECRClientConfig },
  images: PackedImages,
  repositoryName: string,
): Promise<string> {
  const image = images.find(images.addProgram(repositoryName))
  const layer = readFileSync(image?.layers[0]?.path ?? '')
  const config = Buffer.from(
    JSON.stringify({ architecture: 'amd64', os: 'linux', ...image?.config }),
  )
  const ecr = new ECRClient({ ...local.clientConfig, maxAttempts: 1 })
  const { repository } = await ecr.send(new CreateRepositoryCommand({ repositoryName }))
  for (const blob of [config, layer]) await pushLayer(ecr, repositoryName, blob)
  const imageManifest = formatManifest(config, [layer])
  await ecr.send(new PutImageCommand({ repositoryName, imageManifest, imageTag: 'latest' }))
  return `${repository?.repositoryUri}:latest`
}
