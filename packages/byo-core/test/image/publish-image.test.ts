import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { ECR } from '@aws-sdk/client-ecr'
import { describe, expect, it } from 'vitest'
import { cleanUp, createLedger, publishImage } from '../../src/index.ts'
import type { Session } from '../../src/session/session.ts'
import { awsError, startFakeAws } from '../support/fake-aws.ts'
import { type FakeConduct, type FakeImage, startFakeRegistry } from '../support/fake-registry.ts'
import { startLocalSession } from '../support/local-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { virtualRuntime } from '../support/virtual-runtime.ts'

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

/** The names of the operations that the client asks for from now on. */
function recordOperations(ecr: ECR): string[] {
  const operations: string[] = []
  ecr.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        operations.push(commandName.replace(/Command$/, ''))
        return next(args)
      },
    { step: 'initialize' },
  )
  return operations
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

  it('sends nothing the second time, not even a manifest', async () => {
    using folder = temporaryFolder({ 'container.mjs': 'console.log(1)' })
    await using registry = await startFakeRegistry()
    await using aws = await startLocalSession({
      baseImage: `${registry.host}/library/node:24-slim`,
    })
    const options = { program: join(folder.path, 'container.mjs'), repository: 'iris' }

    const first = await publishImage(aws.session, options)
    const reads = registry.reads.length
    const asked = recordOperations(await aws.session.clients.ecr())
    const second = await publishImage(aws.session, options)

    expect(first.uploadedBytes).toBeGreaterThan(0)
    expect(second).toEqual({ ...first, uploadedBytes: 0, isNew: false, createdRepository: false })
    expect(asked).toEqual(['DescribeRepositories', 'BatchGetImage'])
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

  it.each<[FakeImage & FakeConduct, string, string]>([
    [{ architecture: 'arm64' }, 'base-image-unavailable', 'for linux/arm64, not for linux/amd64'],
    [
      { architecture: 's390x', index: true },
      'base-image-unavailable',
      "it's there for linux/ppc64le, linux/s390x, not for linux/amd64",
    ],
    [
      { layerType: 'application/vnd.oci.image.layer.v1.tar+zstd' },
      'base-image-unavailable',
      'tar+zstd, and SageMaker wants gzip',
    ],
    [{ schemaVersion: 1 }, 'base-image-unavailable', 'outdated schema 1'],
    [{ layerSize: 6 * 1024 ** 3 }, 'image-too-large', '12.0 GB compressed'],
  ])(
    'says what is wrong with the base image %j before anything is made',
    async (base, code, words) => {
      using folder = temporaryFolder({ 'container.mjs': 'console.log(1)' })
      await using registry = await startFakeRegistry(base)
      await using aws = await startFakeAws({})

      await expect(
        publishImage(aws.session, {
          program: join(folder.path, 'container.mjs'),
          repository: 'iris',
          baseImage: `${registry.host}/library/node:24-slim`,
        }),
      ).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
      expect(aws.requests).toHaveLength(0)
    },
  )

  it.each<[FakeConduct, string]>([
    [{ corrupted: true }, 'sent other bytes'],
    [{ truncatedAfter: 0 }, "can't be reached"],
  ])('pushes no image of a base that arrives with faults %j', async (base, words) => {
    using folder = temporaryFolder({ 'container.mjs': 'console.log(1)' })
    await using registry = await startFakeRegistry(base)
    await using aws = await startLocalSession()
    const session = { ...aws.session, runtime: virtualRuntime() }

    await expect(
      publishImage(session, {
        program: join(folder.path, 'container.mjs'),
        repository: 'iris',
        baseImage: `${registry.host}/library/node:24-slim`,
      }),
    ).rejects.toMatchObject({
      code: 'base-image-unavailable',
      message: expect.stringContaining(words),
    })
    const ecr = await session.clients.ecr()
    expect((await ecr.listImages({ repositoryName: 'iris' })).imageIds).toEqual([])
  })

  it('is for the machines that are asked for', async () => {
    using folder = temporaryFolder({ 'container.mjs': 'console.log(1)' })
    await using registry = await startFakeRegistry({ architecture: 'arm64', index: true })
    await using aws = await startLocalSession()

    const { digest } = await publishImage(aws.session, {
      program: join(folder.path, 'container.mjs'),
      repository: 'iris',
      baseImage: `${registry.host}/library/node:24-slim`,
      platform: 'linux/arm64',
    })

    const { config } = await pull(aws.session, 'iris', digest)
    expect(config).toMatchObject({ architecture: 'arm64', variant: 'v8', os: 'linux' })
  })

  it('takes layers over from another repository of the account without moving them', async () => {
    using folder = temporaryFolder({ 'a.mjs': 'console.log(1)', 'b.mjs': 'console.log(2)' })
    await using aws = await startLocalSession()
    const publish = (name: string, repository: string, baseImage: string) =>
      publishImage(aws.session, { program: join(folder.path, name), repository, baseImage })
    const base = await publish('a.mjs', 'base', 'scratch')
    const baseParts = await pull(aws.session, 'base', base.digest)

    const asked = recordOperations(await aws.session.clients.ecr())
    const image = await publish('b.mjs', 'iris', base.uri)

    const { manifest } = await pull(aws.session, 'iris', image.digest)
    expect(manifest.layers).toHaveLength(2)
    expect(manifest.layers[0].digest).toBe(baseParts.manifest.layers[0].digest)
    expect(image.uploadedBytes).toBe(manifest.layers[1].size + manifest.config.size)
    expect(asked.filter((operation) => operation === 'InitiateLayerUpload')).toHaveLength(2)
  })

  it.each([
    'BatchGetImage',
    'BatchCheckLayerAvailability',
    'InitiateLayerUpload',
    'UploadLayerPart',
    'CompleteLayerUpload',
    'PutImage',
  ])(
    'gets the same image there when %s is throttled, dropped and answered to nobody',
    async (operation) => {
      using folder = temporaryFolder({ 'container.mjs': 'console.log(1)' })
      await using registry = await startFakeRegistry()
      const baseImage = `${registry.host}/library/node:24-slim`
      await using aws = await startLocalSession({ baseImage })
      const session = { ...aws.session, runtime: virtualRuntime() }
      aws.local.faults.add({ operation, error: 'throttle', times: 4 })
      aws.local.faults.add({ operation, dropRequest: true, times: 1 })
      aws.local.faults.add({ operation, loseResponse: true, times: 1 })

      const ledger = createLedger()
      const { digest, isNew } = await publishImage(session, {
        program: join(folder.path, 'container.mjs'),
        repository: 'iris',
        ledger,
      })

      const { manifest } = await pull(aws.session, 'iris', digest)
      expect(manifest.layers).toHaveLength(3)
      expect(isNew).toBe(true)
      expect(ledger.resources.map(({ kind }) => kind)).toEqual(['image-repository', 'image'])
      const ecr = await aws.session.clients.ecr()
      expect((await ecr.listImages({ repositoryName: 'iris' })).imageIds).toHaveLength(1)
    },
  )

  it('puts a folder into an image, started with the entrypoint that is named', async () => {
    using folder = temporaryFolder({ 'dist/run.mjs': 'import "./lib.mjs"', 'dist/lib.mjs': '' })
    await using aws = await startLocalSession()

    const { digest } = await publishImage(aws.session, {
      program: join(folder.path, 'dist'),
      entrypoint: 'run.mjs',
      repository: 'iris',
    })

    const { config } = await pull(aws.session, 'iris', digest)
    expect(config.config.Entrypoint).toEqual(['node', '/opt/program/run.mjs'])
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
    [{ program: undefined as never }, 'invalid-option'],
    [{ program: 'nope.mjs' }, 'program-not-found'],
    [{ program: '.' }, 'program-not-found'],
    [{ entrypoint: 'run.mjs' }, 'invalid-option'],
    [{ baseImage: 'No Image' }, 'invalid-option'],
    [{ platform: 'linux/s390x' as 'linux/amd64' }, 'invalid-option'],
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
        BatchGetImage: [{ body: { images: [] } }],
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
        BatchGetImage: [{ body: { images: [] } }],
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
