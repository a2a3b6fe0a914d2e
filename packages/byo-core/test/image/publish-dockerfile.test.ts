import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  cleanUp,
  createLedger,
  type DockerfileOptions,
  type ImageProgress,
  publishImage,
} from '../../src/index.ts'
import type { Session } from '../../src/session/session.ts'
import { awsError, startFakeAws } from '../support/fake-aws.ts'
import { type FakeEngine, fakeEngine } from '../support/fake-docker.ts'
import { startLocalSession } from '../support/local-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** The end of an archive, and nothing before it. */
const emptyTar = '\0'.repeat(1024)

const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json'

/** What the repository holds. */
async function imagesIn(session: Session, repositoryName: string) {
  const ecr = await session.clients.ecr()
  const { imageDetails = [] } = await ecr.describeImages({ repositoryName })
  return imageDetails.map(({ imageDigest, imageTags, imageManifestMediaType }) => ({
    digest: imageDigest,
    tags: imageTags,
    mediaType: imageManifestMediaType,
  }))
}

/** A local SageMaker, a folder with a Dockerfile and an engine, and a call of publishImage with them. */
async function startPublishing(engine: FakeEngine = {}) {
  const aws = await startLocalSession()
  const folder = temporaryFolder({ Dockerfile: 'FROM scratch\n' })
  const docker = fakeEngine(engine)
  const defaults = {
    dockerfile: folder.path,
    repository: 'iris',
    dockerCommand: docker.command,
  }
  return {
    ...aws,
    folder,
    docker,
    publish: (options: Partial<DockerfileOptions> = {}) =>
      publishImage(aws.session, { ...defaults, ...options }),
    async [Symbol.asyncDispose]() {
      docker[Symbol.dispose]()
      folder[Symbol.dispose]()
      await aws[Symbol.asyncDispose]()
    },
  }
}

afterEach(() => vi.unstubAllEnvs())

describe('publishImage of a Dockerfile', () => {
  it('builds with the options, for linux/amd64, and puts the image under its tag [S83]', async () => {
    await using place = await startPublishing({ buildKit: true })
    const context = join(place.folder.path, 'context')
    mkdirSync(context)

    const image = await place.publish({
      context,
      buildArgs: { VERSION: '24', EMPTY: '' },
      labels: { a: 'b c' },
      target: 'final',
      tag: 'v1',
    })

    const [ps, help, build, push, remove] = place.docker.calls()
    const reference = push?.[1]
    expect(ps).toEqual(['ps', '--quiet'])
    expect(help).toEqual(['buildx', 'build', '--help'])
    expect(build).toEqual([
      ...['buildx', 'build', '--provenance=false', '--sbom=false', '--load'],
      ...['--platform', 'linux/amd64', '--tag', reference],
      ...['--file', join(place.folder.path, 'Dockerfile'), '--target', 'final'],
      ...['--build-arg', 'VERSION=24', '--build-arg', 'EMPTY=', '--label', 'a=b c', context],
    ])
    expect(reference).toMatch(
      new RegExp(`^${new URL(place.local.endpoint).host}/iris:byo-push-[0-9a-f]{12}$`),
    )
    expect(remove).toEqual(['image', 'rm', '--no-prune', reference])
    expect(image).toEqual({
      uri: `000000000000.dkr.ecr.us-east-1.amazonaws.com/iris@${image.digest}`,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      repository: 'iris',
      repositoryArn: 'arn:aws:ecr:us-east-1:000000000000:repository/iris',
      tag: 'v1',
      createdRepository: true,
      isNew: true,
      uploadedBytes: expect.any(Number),
    })
    expect(await imagesIn(place.session, 'iris')).toEqual([
      { digest: image.digest, tags: ['v1'], mediaType: dockerManifest },
    ])
  })

  it('builds without the words of BuildKit where the engine has none', async () => {
    await using place = await startPublishing()

    await place.publish({ platform: 'linux/amd64' })

    expect(place.docker.calls()[2]?.slice(0, 3)).toEqual(['build', '--platform', 'linux/amd64'])
  })

  it('sends nothing the second time, and says so', async () => {
    await using place = await startPublishing()

    const first = await place.publish()
    const second = await place.publish()

    expect(first.uploadedBytes).toBeGreaterThan(0)
    expect(second).toEqual({ ...first, isNew: false, uploadedBytes: 0, createdRepository: false })
    expect(await imagesIn(place.session, 'iris')).toHaveLength(1)
  })

  it.each(['oci', 'index'] as const)(
    'makes a single Docker v2 image of an %s [G048] [S83]',
    async (kind) => {
      await using docker = await startPublishing({ kind: 'docker' })
      await using place = await startPublishing({ kind })

      const plain = await docker.publish()
      const image = await place.publish()

      // The blobs are the same, so only the media types can have differed.
      const ecr = await place.session.clients.ecr()
      const { images = [] } = await ecr.batchGetImage({
        repositoryName: 'iris',
        imageIds: [{ imageTag: image.tag }],
      })
      const text = images[0]?.imageManifest ?? ''
      expect(`sha256:${createHash('sha256').update(text).digest('hex')}`).toBe(image.digest)
      expect(JSON.parse(text)).toMatchObject({
        mediaType: dockerManifest,
        config: { mediaType: 'application/vnd.docker.container.image.v1+json' },
        layers: [{ mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip' }],
      })
      expect(image.digest).toBe(plain.digest)
      expect(await imagesIn(place.session, 'iris')).toEqual([
        { digest: image.digest, tags: [image.tag], mediaType: dockerManifest },
      ])
    },
  )

  it('removes all else that came along with an index', async () => {
    await using place = await startPublishing({ kind: 'index' })

    const { digest, tag } = await place.publish()
    expect(await imagesIn(place.session, 'iris')).toEqual([
      { digest, tags: [tag], mediaType: dockerManifest },
    ])
  })

  it.each<[FakeEngine, string]>([
    [{ architecture: 'arm64' }, 'it is for linux/arm64, not for linux/amd64'],
    [{ architecture: 'arm64', kind: 'index' }, 'it is for linux/arm64, not for linux/amd64'],
    [{ layerType: 'application/vnd.oci.image.layer.v1.tar+zstd' }, 'SageMaker wants gzip'],
  ])('refuses what SageMaker cannot use, %j, and takes it away again', async (engine, words) => {
    await using place = await startPublishing(engine)
    const ledger = createLedger()

    await expect(place.publish({ tag: 'v1', ledger })).rejects.toMatchObject({
      name: 'ImageError',
      code: 'image-push-failed',
      message: expect.stringContaining(words),
    })

    const tags = (await imagesIn(place.session, 'iris')).flatMap((image) => image.tags ?? [])
    expect(tags).toEqual([])
    expect(ledger.resources.map(({ kind }) => kind)).toEqual(['image-repository'])
  })

  it.each<[FakeEngine, string]>([
    [
      { entrypoint: ['/bin/sh', '-c', 'node a.mjs'] },
      'ENTRYPOINT as a line for a shell, "node a.mjs"',
    ],
    [{ entrypoint: [], content: emptyTar }, 'no ENTRYPOINT and no program "train" or "serve"'],
  ])(
    'refuses what SageMaker cannot start, %j, unless it is told not to look',
    async (engine, words) => {
      await using place = await startPublishing(engine)

      await expect(place.publish()).rejects.toMatchObject({
        code: 'image-refused',
        message: expect.stringContaining(words),
      })
      expect(await imagesIn(place.session, 'iris')).toEqual([])
      await expect(place.publish({ checkImage: false })).resolves.toMatchObject({ isNew: true })
    },
  )

  it('takes an image for linux/arm64 when it is asked for', async () => {
    await using place = await startPublishing({ architecture: 'arm64' })

    const { digest } = await place.publish({ platform: 'linux/arm64' })

    expect(await imagesIn(place.session, 'iris')).toMatchObject([{ digest }])
  })

  it('works where tags cannot move, and never moves one', async () => {
    await using place = await startPublishing()
    using other = fakeEngine({ content: 'other' })

    const first = await place.publish({ tag: 'v1', imageTagMutability: 'IMMUTABLE' })
    await expect(place.publish({ tag: 'v1', dockerCommand: other.command })).rejects.toMatchObject({
      code: 'name-taken',
    })

    expect(await imagesIn(place.session, 'iris')).toMatchObject([
      { digest: first.digest, tags: ['v1'] },
    ])
  })

  it('makes a repository as it is told to', async () => {
    await using place = await startPublishing()
    const rule = {
      rulePriority: 1,
      selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 1 },
      action: { type: 'expire' },
    }

    await place.publish({
      scanOnPush: true,
      imageTagMutability: 'IMMUTABLE',
      lifecyclePolicy: { rules: [rule] },
      tags: { team: 'a' },
    })

    const ecr = await place.session.clients.ecr()
    const { repositories = [] } = await ecr.describeRepositories({ repositoryNames: ['iris'] })
    expect(repositories[0]).toMatchObject({
      imageScanningConfiguration: { scanOnPush: true },
      imageTagMutability: 'IMMUTABLE',
    })
    const { tags } = await ecr.listTagsForResource({ resourceArn: repositories[0]?.repositoryArn })
    expect(tags).toEqual([{ Key: 'team', Value: 'a' }])
    const { lifecyclePolicyText = '' } = await ecr.getLifecyclePolicy({ repositoryName: 'iris' })
    expect(JSON.parse(lifecyclePolicyText)).toEqual({ rules: [rule] })
  })

  it('lets cleanUp take all away again', async () => {
    await using place = await startPublishing({ kind: 'oci' })
    const ledger = createLedger()

    const { digest, tag } = await place.publish({ ledger })
    expect(ledger.resources).toMatchObject([
      { kind: 'image-repository', name: 'iris' },
      { kind: 'image', name: `iris:${tag}@${digest}` },
    ])

    const report = await cleanUp(place.session, ledger.resources)
    expect(report.leftovers).toEqual([])
    const ecr = await place.session.clients.ecr()
    expect((await ecr.describeRepositories({})).repositories).toEqual([])
  })

  it('tells each line, and what becomes of each layer', async () => {
    await using place = await startPublishing({ steps: 2 })
    const seen: ImageProgress[] = []

    await place.publish({ onProgress: (progress) => seen.push(progress) })

    const layer = createHash('sha256').update('layer').digest('hex').slice(0, 12)
    expect(seen).toEqual([
      { phase: 'build', line: 'STEP 1' },
      { phase: 'build', line: 'STEP 2' },
      { phase: 'push', line: expect.stringContaining('The push refers to repository') },
      { phase: 'push', line: `${layer}: Pushed`, layer, layerStatus: 'Pushed' },
    ])
  })

  it('fails with the last lines of a build that fails, before it asks for a repository', async () => {
    await using place = await startPublishing({ failIn: 'build', steps: 30 })

    const failure = await place.publish().catch((error) => error)

    expect(failure).toMatchObject({ name: 'ImageError', code: 'image-build-failed', exitCode: 1 })
    expect(failure.outputTail).toHaveLength(20)
    expect(failure.outputTail).toContain('RUN npm ci: not found')
    expect(failure.message).toContain('build ended with exit code 1:\n')
    const ecr = await place.session.clients.ecr()
    expect((await ecr.describeRepositories({})).repositories).toEqual([])
  })

  it('fails with what a failing push says', async () => {
    await using place = await startPublishing({ failIn: 'push' })

    await expect(place.publish()).rejects.toMatchObject({
      code: 'image-push-failed',
      message: expect.stringContaining('denied: requested access is denied'),
      outputTail: ['denied: requested access is denied'],
    })
  })

  it('says what to do where the engine wants HTTPS of a registry without it', async () => {
    const complaint = 'http: server gave HTTP response to HTTPS client'
    await using place = await startPublishing({ failIn: 'push', complaint })

    await expect(place.publish()).rejects.toMatchObject({
      code: 'image-push-failed',
      message: expect.stringMatching(
        /HTTPS client\n.*insecure-registries .*podman's registries\.conf/,
      ),
      outputTail: [complaint],
    })
  })

  it.each([
    { noDaemon: 'Cannot connect to the Docker daemon. Is it running?' },
    { dockerCommand: '/no/such/docker' },
  ])('says in one sentence that there is no engine, and what needs none: %j', async (options) => {
    await using aws = await startFakeAws({})
    using folder = temporaryFolder({ Dockerfile: 'FROM scratch\n' })
    using docker = fakeEngine(options)

    const failure = await publishImage(aws.session, {
      dockerfile: folder.path,
      repository: 'iris',
      dockerCommand: docker.command,
      ...options,
    }).catch((error) => error)

    expect(failure.code).toBe('docker-unavailable')
    expect(failure.message).toMatch(/^Docker can't be used \(.+\): start it, or give `program`/)
    expect(failure.message).not.toMatch(/[.?] /)
    expect(aws.requests).toEqual([])
  })

  it.each([
    [{ repository: 'Iris' }, 'invalid-option'],
    [{ tag: '-x' }, 'invalid-option'],
    [{ platform: 'linux/386' as 'linux/amd64' }, 'invalid-option'],
    [{ context: '/no/such/folder' }, 'invalid-option'],
    [{ program: 'container.mjs' as unknown as undefined }, 'invalid-option'],
    [{ dockerfile: '/no/such/folder' }, 'dockerfile-not-found'],
  ])('finds %j before it starts anything', async (wrong, code) => {
    await using place = await startPublishing()

    await expect(place.publish(wrong)).rejects.toMatchObject({ code })
    expect(place.docker.calls()).toEqual([])
  })

  it.each(['build', 'push'] as const)(
    'ends a %s that is given up, and leaves nothing',
    async (step) => {
      await using place = await startPublishing({ hangIn: step })
      const controller = new AbortController()
      const ledger = createLedger()

      const publishing = place.publish({
        ledger,
        signal: controller.signal,
        onProgress: ({ line }) => {
          if (line === 'still at it') controller.abort(new Error('enough'))
        },
      })

      await expect(publishing).rejects.toMatchObject({ code: 'aborted' })
      const calls = place.docker.calls()
      expect(calls.at(-1)?.slice(0, 2)).toEqual(['image', 'rm'])
      expect(ledger.resources.filter(({ kind }) => kind === 'image')).toEqual([])
      if (step === 'push') {
        expect(await imagesIn(place.session, 'iris')).toEqual([])
        expect(existsSync(place.docker.settings().folder)).toBe(false)
      }
    },
  )

  it('keeps in the ledger a tag that could not be taken away', async () => {
    await using aws = await startFakeAws({
      GetAuthorizationToken: [
        { body: { authorizationData: [{ authorizationToken: 't', proxyEndpoint: 'http://h:1' }] } },
      ],
      DescribeRepositories: [{ body: { repositories: [{ repositoryUri: 'uri' }] } }],
      BatchDeleteImage: [awsError('AccessDeniedException', 'no')],
    })
    using folder = temporaryFolder({ Dockerfile: 'FROM scratch\n' })
    using docker = fakeEngine({ failIn: 'push' })
    const ledger = createLedger()

    await expect(
      publishImage(aws.session, {
        dockerfile: join(folder.path, 'Dockerfile'),
        repository: 'iris',
        dockerCommand: docker.command,
        ledger,
      }),
    ).rejects.toMatchObject({ code: 'image-push-failed' })

    expect(ledger.resources).toMatchObject([
      { kind: 'image', name: expect.stringMatching(/^iris:byo-push-[0-9a-f]{12}$/) },
    ])
  })
})

describe('the settings that Docker pushes with', () => {
  it("are its owner's alone, have the user's own, and are gone afterwards", async () => {
    await using place = await startPublishing()
    using own = temporaryFolder({
      'contexts/meta/x.json': '{}',
      'cli-plugins/docker-buildx': '',
      'buildx/current': '{}',
      'ca.pem': 'pem',
      'other/x': '',
      'config.json': JSON.stringify({ credsStore: 'desktop', currentContext: 'mine' }),
    })
    vi.stubEnv('DOCKER_CONFIG', own.path)
    vi.stubEnv('DOCKER_HOST', 'unix:///mine.sock')
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('byo-docker-'))

    await place.publish()

    const host = new URL(place.local.endpoint).host
    const { folder, ...settings } = place.docker.settings()
    expect(settings).toEqual({
      modes: ['700', '600'],
      config: {
        credsStore: 'desktop',
        currentContext: 'mine',
        auths: { [host]: { auth: expect.any(String) } },
        credHelpers: { [host]: '' },
      },
      entries: ['buildx', 'ca.pem', 'cli-plugins', 'config.json', 'contexts'],
      dockerHost: 'unix:///mine.sock',
    })
    expect(existsSync(folder)).toBe(false)
    expect(before).not.toContain(folder)
    expect(readdirSync(own.path).sort()).toContain('contexts')
    expect(readdirSync(join(own.path, 'contexts'))).toEqual(['meta'])
  })

  it('are made also where the user has none, or broken ones', async () => {
    await using place = await startPublishing()
    using own = temporaryFolder({})
    vi.stubEnv('DOCKER_CONFIG', join(own.path, 'none'))
    await place.publish()
    vi.stubEnv('DOCKER_CONFIG', own.path)
    writeFileSync(join(own.path, 'config.json'), '{')
    await place.publish()

    expect(place.docker.settings().entries).toEqual(['config.json'])
  })

  it('never have the password among the words of a command', async () => {
    await using place = await startPublishing()

    await place.publish()

    const { config } = place.docker.settings()
    const [{ auth }] = Object.values(
      (config as { auths: Record<string, { auth: string }> }).auths,
    ) as [{ auth: string }]
    const password = Buffer.from(auth, 'base64').toString().replace('AWS:', '')
    expect(place.docker.calls().flat().join(' ')).not.toMatch(auth)
    expect(place.docker.calls().flat().join(' ')).not.toMatch(password)
  })
})
