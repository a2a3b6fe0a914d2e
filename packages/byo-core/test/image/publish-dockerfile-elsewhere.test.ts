import { afterEach, describe, expect, it, vi } from 'vitest'
import { createLedger, type DockerfileOptions, publishImage } from '../../src/index.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { startFakeAws } from '../support/fake-aws.ts'
import { type FakeEngine, fakeEngine } from '../support/fake-docker.ts'
import { startTargetRegistry, type TargetConduct } from '../support/fake-target-registry.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json'

/** A registry, an engine, and a call of publishImage with them; AWS knows no operation. */
async function startPublishing(engine: FakeEngine = {}, conduct: TargetConduct = {}) {
  const aws = await startFakeAws({})
  const registry = await startTargetRegistry(conduct)
  const folder = temporaryFolder({ Dockerfile: 'FROM scratch\n', 'config.json': '{"auths":{}}' })
  const docker = fakeEngine(engine)
  const defaults = {
    dockerfile: folder.path,
    registry: registry.host,
    repository: 'team/iris',
    dockerCommand: docker.command,
  }
  vi.stubEnv('DOCKER_CONFIG', folder.path)
  // Removing a name has a time limit, which a clock of its own would let pass at once.
  const session = { ...aws.session, runtime: systemRuntime }
  return {
    aws,
    registry,
    docker,
    folder,
    publish: (options: Partial<DockerfileOptions> = {}) =>
      publishImage(session, { ...defaults, ...options }),
    async [Symbol.asyncDispose]() {
      docker[Symbol.dispose]()
      folder[Symbol.dispose]()
      await registry[Symbol.asyncDispose]()
      await aws[Symbol.asyncDispose]()
    },
  }
}

afterEach(() => vi.unstubAllEnvs())

describe('publishImage of a Dockerfile to another registry', () => {
  it('builds, pushes under a tag that says what is in the image, and asks AWS for nothing', async () => {
    await using place = await startPublishing()
    const ledger = createLedger()

    const image = await place.publish({ ledger })

    const [ps, help, build, inspect, tag, push, ...removals] = place.docker.calls()
    const [built, pushed] = [
      tag?.[1] ?? '',
      `${place.registry.host}/team/iris:byo-push-feed5eed0000`,
    ]
    expect([ps, help, build?.[0]]).toEqual([
      ['ps', '--quiet'],
      ['buildx', 'build', '--help'],
      'build',
    ])
    expect(built).toMatch(new RegExp(`^${place.registry.host}/team/iris:byo-push-[0-9a-f]{12}$`))
    expect(inspect).toEqual(['image', 'inspect', '--format', '{{.Id}}', built])
    expect([tag, push]).toEqual([
      ['tag', built, pushed],
      ['push', pushed],
    ])
    expect(removals).toEqual([
      ['image', 'rm', '--no-prune', pushed],
      ['image', 'rm', '--no-prune', built],
    ])
    expect(image).toEqual({
      uri: `${place.registry.host}/team/iris@${image.digest}`,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      repository: 'team/iris',
      repositoryArn: undefined,
      tag: `byo-${image.digest.slice(7, 19)}`,
      createdRepository: false,
      isNew: true,
      uploadedBytes: expect.any(Number),
    })
    expect(place.registry.manifests.has(`team/iris ${image.tag}`)).toBe(true)
    expect(ledger.resources).toEqual([])
    expect(place.aws.requests).toEqual([])
  })

  it('sends nothing the second time, and leaves no more tags', async () => {
    await using place = await startPublishing()

    const first = await place.publish()
    const second = await place.publish()

    expect(second).toEqual({ ...first, isNew: false, uploadedBytes: 0 })
    const tags = [...place.registry.manifests.keys()].filter((name) => !name.includes('sha256:'))
    expect(tags).toEqual(['team/iris byo-push-feed5eed0000', `team/iris ${first.tag}`])
  })

  it('takes the tag of the push away where the registry does that', async () => {
    await using place = await startPublishing({}, { forgetsTags: true })

    const { tag } = await place.publish()

    expect(place.registry.manifests.has(`team/iris ${tag}`)).toBe(true)
    expect(place.registry.manifests.has('team/iris byo-push-feed5eed0000')).toBe(false)
  })

  it.each(['oci', 'index'] as const)(
    'makes a single Docker v2 image of an %s [G048] [S83]',
    async (kind) => {
      await using plain = await startPublishing({ kind: 'docker' })
      await using place = await startPublishing({ kind })

      const wanted = await plain.publish()
      const image = await place.publish()

      expect(image.digest).toBe(wanted.digest)
      const text = place.registry.manifests.get(`team/iris ${image.tag}`)?.toString() ?? ''
      expect(JSON.parse(text)).toMatchObject({ schemaVersion: 2, mediaType: dockerManifest })
    },
  )

  it('puts nothing under the tag that is for another platform', async () => {
    await using place = await startPublishing({ architecture: 'arm64' })

    await expect(place.publish({ tag: 'v1' })).rejects.toMatchObject({
      code: 'image-push-failed',
      message: expect.stringContaining('linux/arm64'),
    })
    expect(place.registry.manifests.has('team/iris v1')).toBe(false)
  })

  it('gives Docker the credentials for this push alone', async () => {
    await using place = await startPublishing()

    await place.publish({ registryCredentials: { username: 'ann', password: 'se:cret' } })

    const { config, folder } = place.docker.settings()
    expect(config).toMatchObject({
      auths: { [place.registry.host]: { auth: Buffer.from('ann:se:cret').toString('base64') } },
    })
    expect(folder).not.toBe(place.folder.path)
  })

  it("leaves Docker's own settings to it where no credentials are given", async () => {
    await using place = await startPublishing()

    await place.publish()

    expect(place.docker.settings().folder).toBe(place.folder.path)
  })

  it('builds nothing for a registry that takes nothing', async () => {
    const admits = { scheme: 'Basic', authorization: 'Basic other' } as const
    await using place = await startPublishing({}, { admits })

    const refused = place.publish({ registryCredentials: { username: 'ann', password: 'wrong' } })

    await expect(refused).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringContaining(place.registry.host),
    })
    expect(place.docker.calls()).toEqual([['ps', '--quiet']])
  })
})
