import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { digestOf } from '../../../src/image/digest.ts'
import { uploadLayer } from '../../../src/image/ecr/upload-layer.ts'
import { blobOf, type ImageBlob } from '../../../src/image/image-parts.ts'
import { dockerManifest, type ImageConfig } from '../../../src/image/manifest.ts'
import { createModel, deployModel, publishImage, trainAndDeploy } from '../../../src/index.ts'
import type { Session } from '../../../src/session/session.ts'
import { startLocalSession } from '../../support/local-session.ts'

const program = fileURLToPath(new URL('../../fixtures/mean-model.mjs', import.meta.url))
const ociManifest = 'application/vnd.oci.image.manifest.v1+json'
const ociIndex = 'application/vnd.oci.image.index.v1+json'

/** An image of one layer with one file, as some tool may have pushed it; gives its address. */
async function push(
  session: Session,
  { architecture = 'amd64', config = {}, mediaType = dockerManifest, file = 'etc/a', size = 0 },
): Promise<string> {
  const tar = pack()
  tar.entry({ name: file }, 'content')
  tar.finalize()
  const layer = blob(gzipSync(await buffer(tar as AsyncIterable<Buffer>)))
  const facts: ImageConfig = { os: 'linux', architecture, config }
  const configuration = blob(Buffer.from(JSON.stringify(facts)))
  for (const each of [layer, configuration]) await uploadLayer(session, 'iris', each, undefined)
  const image = {
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/json', ...sizeOf(configuration) },
    layers: [{ mediaType: 'application/gzip', ...sizeOf(layer), ...(size && { size }) }],
  }
  const ecr = await session.clients.ecr()
  const { image: stored } = await ecr.putImage({
    repositoryName: 'iris',
    imageManifest: JSON.stringify(image),
    imageManifestMediaType: mediaType,
    imageTag: 'tried',
  })
  return addressOf(session, stored?.imageId?.imageDigest)
}

const blob = (bytes: Buffer): ImageBlob => blobOf(digestOf(bytes), bytes)
const sizeOf = ({ digest, size }: ImageBlob) => ({ digest, size })

async function addressOf(session: Session, digest: string | undefined): Promise<string> {
  const ecr = await session.clients.ecr()
  const { repositories } = await ecr.describeRepositories({ repositoryNames: ['iris'] })
  return `${repositories?.[0]?.repositoryUri}@${digest}`
}

async function startWithRepository() {
  const aws = await startLocalSession()
  await (await aws.session.clients.ecr()).createRepository({ repositoryName: 'iris' })
  return aws
}

const node = { Entrypoint: ['node', '/a.mjs'] }
const shell = { Entrypoint: ['/bin/sh', '-c', 'node a.mjs'] }

describe('an image that SageMaker could not use', () => {
  it.each([
    [
      'with an OCI manifest',
      { mediaType: ociManifest, config: node },
      'image-refused',
      /oci-media/,
    ],
    ['with a line for a shell', { config: shell }, 'image-refused', /ENTRYPOINT as a line/],
    ['with nothing to start', {}, 'image-refused', /no ENTRYPOINT and no program "serve"/],
    ['over the limit', { config: node, size: 11 * 1024 ** 3 }, 'image-too-large', /11\.0 GB/],
  ] as const)('is named before the model is made: one %s', async (_, image, code, message) => {
    await using aws = await startWithRepository()
    const uri = await push(aws.session, image)
    const model = { image: uri, modelDataUri: 's3://bucket/model.tar.gz' }

    const refusal = createModel(aws.session, model)

    await expect(refusal).rejects.toMatchObject({ code })
    await expect(refusal).rejects.toThrow(uri)
    await expect(refusal).rejects.toThrow(message)
    const sageMaker = await aws.session.clients.sageMaker()
    expect((await sageMaker.listModels({})).Models).toEqual([])
  })

  it.each([
    ['trainAndDeploy', (options: object) => trainAndDeploy({ trainingData: {}, ...options })],
    ['deployModel', (options: object) => deployModel({ modelData: 's3://b/m.tar.gz', ...options })],
  ])('stops %s before it makes anything: one for another machine', async (_, run) => {
    await using aws = await startWithRepository()
    const { session } = aws
    const image = await push(session, { architecture: 'arm64', config: node })

    await expect(run({ session, image })).rejects.toMatchObject({
      code: 'image-refused',
      message: expect.stringMatching(/linux\/arm64, and ml\.m5\.large is an x86-64 machine/),
    })
    const sageMaker = await session.clients.sageMaker()
    expect((await sageMaker.listTrainingJobs({})).TrainingJobSummaries).toEqual([])
  })

  it('is named where it is an index of several images', async () => {
    await using aws = await startWithRepository()
    const { session } = aws
    const one = await push(session, { config: node, mediaType: ociManifest })
    const digest = one.split('@')[1]
    const manifests = [
      { mediaType: ociManifest, digest, size: 1, platform: { os: 'linux', architecture: 'amd64' } },
    ]
    const ecr = await session.clients.ecr()
    const { image } = await ecr.putImage({
      repositoryName: 'iris',
      imageManifest: JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests }),
      imageManifestMediaType: ociIndex,
      imageTag: 'index',
    })

    await expect(
      createModel(session, { image: await addressOf(session, image?.imageId?.imageDigest) }),
    ).rejects.toThrow(/index of images for several platforms.*--provenance=false/)
  })

  it('is left to SageMaker on request', async () => {
    await using aws = await startWithRepository()
    const image = await push(aws.session, { config: shell })

    await expect(createModel(aws.session, { image, checkImage: false })).resolves.toMatchObject({
      name: expect.stringMatching(/^model-/),
    })
  })
})

describe('an image that SageMaker can use', () => {
  it('passes: one of publishImage, and one without an entrypoint that has a program "serve"', async () => {
    await using aws = await startWithRepository()
    const { session } = aws

    const published = await publishImage(session, { program, repository: 'iris' })
    await createModel(session, { image: published })
    await createModel(session, { image: await push(session, { file: 'usr/local/bin/serve' }) })

    const sageMaker = await session.clients.sageMaker()
    expect((await sageMaker.listModels({})).Models).toHaveLength(2)
  })
})
