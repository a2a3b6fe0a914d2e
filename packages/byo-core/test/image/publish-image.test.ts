import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cleanUp, createLedger, publishImage } from '../../src/index.ts'
import type { Session } from '../../src/session/session.ts'
import { awsError, startFakeAws } from '../support/fake-aws.ts'
import { type FakeImage, startFakeRegistry } from '../support/fake-registry.ts'
import { startLocalSession } from '../support/local-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json'

/** The manifest and the configuration that ECR gives out for a digest. */
async function pull(session: Session, repositoryName: string, imageDigest: string) {
  const ecr = await session.clients.ecr()
  const { images = [] } = await ecr.batchGetImage({ repositoryName, imageIds: [{ imageDigest }] })
  const text = images[0]?.imageManifest ?? ''
  const manifest = JSON.parse(text)
  const { downloadUrl = '' } = await ecr.getDownloadUrlForLayer({
    repositoryName,
    layerDigest: manifest.config.digest,
  })
  const config = JSON.parse(await (await fetch(downloadUrl)).text())
  return { text, manifest, config }
}

describe('publishImage', () => {
  it('puts the program alone into an image on scratch, started in exec form [G048] [S84]', async () => {
    using folder = temporaryFolder({ 'container.mjs': 'console.log(1)' })
    await using aws = await startLocalSession()

    const image = await publishImage(aws.session, {
      program: join(folder.path, 'container.mjs'),
      repository: 'team/iris-mars',
    })

    const { text, manifest, config } = await pull(aws.session, 'team/iris-mars', image.digest)
    expect(image.uri).toMatch(
      /^\d{12}\.dkr\.ecr\.us-east-1\.amazonaws\.com\/team\/iris-mars@sha256:/,
    )
    expect(`sha256:${createHash('sha256').update(text).digest('hex')}`).toBe(image.digest)
    expect(image).toMatchObject({ createdRepository: true, isNew: true })
    expect(manifest).toMatchObject({ schemaVersion: 2, mediaType: dockerManifest })
    expect(manifest.layers).toHaveLength(1)
    expect(config).toMatchObject({
      architecture: 'amd64',
      os: 'linux',
      config: {
        Entrypoint: ['node', '/opt/program/container.mjs'],
        WorkingDir: '/opt/program',
      },
    })
    expect(config.rootfs.diff_ids).toHaveLength(1)
  })

  it('labels the image with what the container can do [S46] [S63]', async () => {
    using folder = temporaryFolder({ 'container.mjs': 'console.log(1)' })
    await using aws = await startLocalSession()
    const labels = {
      'com.amazonaws.sagemaker.capabilities.multi-models': 'true',
      'com.amazonaws.sagemaker.capabilities.accept-bind-to-port': 'true',
      'com.amazonaws.sagemaker.capabilities.bidirectional-streaming': 'true',
    }

    const { digest } = await publishImage(aws.session, {
      program: join(folder.path, 'container.mjs'),
      repository: 'iris',
      labels,
    })

    const { config } = await pull(aws.session, 'iris', digest)
    expect(config.config.Labels).toEqual(labels)
  })

  it('sends nothing the second time', async () => {
    using folder = temporaryFolder({ 'container.mjs': 'console.log(1)' })
    await using registry = await startFakeRegistry()
    await using aws = await startLocalSession({
      baseImage: `${registry.host}/library/node:24-slim`,
    })
    const options = { program: join(folder.path, 'container.mjs'), repository: 'iris' }

    const first = await publishImage(aws.session, options)
    const reads = registry.reads.length
    const second = await publishImage(aws.session, options)

    expect(first.uploadedBytes).toBeGreaterThan(0)
    expect(second).toEqual({ ...first, uploadedBytes: 0, isNew: false, createdRepository: false })
    expect(
      registry.reads.slice(reads).filter((path) => registry.layers.includes(path.slice(6))),
    ).toEqual([])
  })

  it('sends only the program when just that has changed', async () => {
    using folder = temporaryFolder({ 'a.mjs': 'console.log(1)', 'b.mjs': 'console.log(2)' })
    await using registry = await startFakeRegistry()
    await using aws = await startLocalSession({
      baseImage: `${registry.host}/library/node:24-slim`,
    })
    const publish = (name: string) =>
      publishImage(aws.session, { program: join(folder.path, name), repository: 'iris' })

    const first = await publish('a.mjs')
    const second = await publish('b.mjs')

    expect(second.digest).not.toBe(first.digest)
    const layerReads = registry.reads.filter((path) => registry.layers.includes(path.slice(6)))
    expect(layerReads).toHaveLength(registry.layers.length)
  })

  it.each<[string, FakeImage]>([
    ['a Docker image', {}],
    ['an OCI image', { oci: true }],
    ['a Docker manifest list', { index: true }],
    ['an OCI index', { oci: true, index: true }],
  ])('makes a single Docker v2 image of %s [G048] [S83]', async (_, base) => {
    using folder = temporaryFolder({ 'container.mjs': 'console.log(1)' })
    await using registry = await startFakeRegistry(base)
    await using aws = await startLocalSession()

    const { digest } = await publishImage(aws.session, {
      program: join(folder.path, 'container.mjs'),
      repository: 'iris',
      baseImage: `${registry.host}/library/node:24-slim`,
    })

    const { manifest, config } = await pull(aws.session, 'iris', digest)
    expect(manifest).toMatchObject({
      schemaVersion: 2,
      mediaType: dockerManifest,
      config: { mediaType: 'application/vnd.docker.container.image.v1+json' },
    })
    const types = manifest.layers.map((layer: { mediaType: string }) => layer.mediaType)
    expect(types).toEqual(Array(3).fill('application/vnd.docker.image.rootfs.diff.tar.gzip'))
    const layers = manifest.layers.map((layer: { digest: string }) => layer.digest)
    expect(layers.slice(0, 2)).toEqual(registry.layers)
    expect(config.config).toEqual({
      Env: ['PATH=/usr/local/bin:/usr/bin'],
      Entrypoint: ['node', '/opt/program/container.mjs'],
      WorkingDir: '/opt/program',
    })
    expect(config.rootfs.diff_ids).toHaveLength(3)
    expect(config.history).toHaveLength(3)
  })

  it.each<[FakeImage, string]>([
    [{ architecture: 'arm64' }, 'not for linux/amd64'],
    [{ architecture: 's390x', index: true }, "it's there for linux/arm64, linux/s390x"],
    [{ layerType: 'application/vnd.oci.image.layer.v1.tar+zstd' }, 'SageMaker wants gzip'],
    [{ corrupted: true }, 'sent other bytes'],
    [{ truncated: true }, "can't be reached"],
  ])('says what is wrong with the base image %j', async (base, words) => {
    using folder = temporaryFolder({ 'container.mjs': 'console.log(1)' })
    await using registry = await startFakeRegistry(base)
    await using aws = await startLocalSession()

    await expect(
      publishImage(aws.session, {
        program: join(folder.path, 'container.mjs'),
        repository: 'iris',
        baseImage: `${registry.host}/library/node:24-slim`,
      }),
    ).rejects.toMatchObject({
      code: 'base-image-unavailable',
      message: expect.stringContaining(words),
    })
  })

  it('says so when the registry has no such image or is not there', async () => {
    using folder = temporaryFolder({ 'container.mjs': 'console.log(1)' })
    const registry = await startFakeRegistry()
    await using aws = await startLocalSession()
    const publish = (version: string) =>
      publishImage(aws.session, {
        program: join(folder.path, 'container.mjs'),
        repository: 'iris',
        baseImage: `${registry.host}/library/node:${version}`,
      })

    await expect(publish('nope')).rejects.toMatchObject({
      code: 'base-image-unavailable',
      message: expect.stringContaining('404'),
    })
    await registry[Symbol.asyncDispose]()
    await expect(publish('24-slim')).rejects.toMatchObject({
      code: 'base-image-unavailable',
      message: expect.stringContaining('ECONNREFUSED'),
    })
  })

  it.each([
    [{ repository: 'Iris' }, 'invalid-option'],
    [{ repository: 'a' }, 'invalid-option'],
    [{ tag: '-x' }, 'invalid-option'],
    [{ program: 'nope.mjs' }, 'program-not-found'],
    [{ baseImage: 'No Image' }, 'invalid-option'],
  ])('finds %j before it asks AWS', async (wrong, code) => {
    using folder = temporaryFolder({ 'container.mjs': 'console.log(1)' })
    await using aws = await startFakeAws({}, { baseImage: 'scratch' })
    const program = join(folder.path, 'container.mjs')

    await expect(
      publishImage(aws.session, { program, repository: 'iris', ...wrong }),
    ).rejects.toMatchObject({ code })
    expect(aws.requests).toHaveLength(0)
  })

  it('takes a repository that another process has just made for the one to use', async () => {
    using folder = temporaryFolder({ 'container.mjs': 'console.log(1)' })
    const repository = { repositoryUri: 'uri', repositoryArn: 'arn:r', repositoryName: 'iris' }
    await using aws = await startFakeAws(
      {
        DescribeRepositories: [
          awsError('RepositoryNotFoundException', 'no'),
          { body: { repositories: [repository] } },
        ],
        CreateRepository: [awsError('RepositoryAlreadyExistsException', 'yes')],
        BatchCheckLayerAvailability: [{ body: { layers: [] } }],
        InitiateLayerUpload: [{ body: { uploadId: 'u', partSize: 10 } }],
        UploadLayerPart: [{}],
        CompleteLayerUpload: [awsError('LayerAlreadyExistsException', 'yes')],
        PutImage: [awsError('ImageAlreadyExistsException', 'yes')],
      },
      { baseImage: 'scratch' },
    )
    const ledger = createLedger()

    const image = await publishImage(aws.session, {
      program: join(folder.path, 'container.mjs'),
      repository: 'iris',
      ledger,
    })

    expect(image).toMatchObject({ createdRepository: false, isNew: false })
    expect(ledger.resources).toEqual([])
  })

  it('refuses to move an immutable tag', async () => {
    using folder = temporaryFolder({ 'container.mjs': 'console.log(1)' })
    await using aws = await startFakeAws(
      {
        DescribeRepositories: [{ body: { repositories: [{ repositoryUri: 'uri' }] } }],
        BatchCheckLayerAvailability: ({ input }) => ({
          body: {
            layers: input.layerDigests.map((layerDigest: string) => ({
              layerDigest,
              layerAvailability: 'AVAILABLE',
            })),
          },
        }),
        PutImage: [awsError('ImageTagAlreadyExistsException', 'immutable')],
      },
      { baseImage: 'scratch' },
    )
    const program = join(folder.path, 'container.mjs')

    await expect(
      publishImage(aws.session, { program, repository: 'iris', tag: 'v1' }),
    ).rejects.toMatchObject({ code: 'name-taken', message: expect.stringContaining('"v1"') })
    expect(aws.count('InitiateLayerUpload')).toBe(0)
  })

  it('enters what it makes in the ledger, so that cleanUp takes it away again', async () => {
    using folder = temporaryFolder({ 'a.mjs': 'console.log(1)', 'b.mjs': 'console.log(2)' })
    await using aws = await startLocalSession()
    const [first, second] = [createLedger(), createLedger()]
    const publish = (name: string, ledger: ReturnType<typeof createLedger>) =>
      publishImage(aws.session, { program: join(folder.path, name), repository: 'iris', ledger })

    await publish('a.mjs', first)
    await publish('b.mjs', second)

    expect(first.resources.map(({ kind }) => kind)).toEqual(['image-repository', 'image'])
    expect(second.resources.map(({ kind }) => kind)).toEqual(['image'])
    await cleanUp(aws.session, second.resources)
    const ecr = await aws.session.clients.ecr()
    const { imageIds } = await ecr.listImages({ repositoryName: 'iris' })
    expect(imageIds).toHaveLength(1)
    await cleanUp(aws.session, first.resources)
    expect((await ecr.describeRepositories({})).repositories).toEqual([])
  })
})
