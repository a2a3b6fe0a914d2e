import { execFile, execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createLedger, publishImage } from '../../src/index.ts'
import { hasEngine, startContainerSession } from '../support/container-session.ts'
import {
  type DockerRegistry,
  hasDockerRegistry,
  startDockerRegistry,
} from '../support/docker-registry.ts'
import { startFakeAws } from '../support/fake-aws.ts'
import { type ProxyFault, startRegistryProxy } from '../support/registry-proxy.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json'
const mebibyte = 1024 * 1024

const auth = Buffer.from('ann:se:cret').toString('base64')
const authorization = `Basic ${auth}`

async function run(command: string, ...words: readonly string[]): Promise<string> {
  return (await promisify(execFile)(command, words)).stdout.trim()
}

const skopeo: string = 'skopeo'

function hasSkopeo(): boolean {
  try {
    execFileSync(skopeo, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    process.stderr.write('Skipped: a test needs the program skopeo, and it is not in the path.\n')
    return false
  }
}

describe.skipIf(!hasDockerRegistry())('publishImage to a real registry with a password', () => {
  let registry: DockerRegistry
  let folder: ReturnType<typeof temporaryFolder>
  let logins: ReturnType<typeof temporaryFolder>

  beforeAll(async () => {
    registry = await startDockerRegistry()
    folder = temporaryFolder({
      'container.mjs': 'console.log("I", process.argv[2])\n',
      Dockerfile: `ARG BASE
FROM $BASE
LABEL built=here
COPY container.mjs /opt/program/container.mjs
ENTRYPOINT ["node", "/opt/program/container.mjs"]
`,
    })
    logins = temporaryFolder({
      'config.json': JSON.stringify({ auths: { [registry.host]: { auth } } }),
    })
  })
  afterEach(() => vi.unstubAllEnvs())
  afterAll(async () => {
    for (const one of [folder, logins]) one[Symbol.dispose]()
    await registry[Symbol.asyncDispose]()
  })

  /** What the registry says of a manifest. */
  async function manifestOf(repository: string, version: string) {
    const headers = { authorization, accept: dockerManifest }
    const address = `http://${registry.host}/v2/${repository}/manifests/${version}`
    const response = await fetch(address, { headers })
    return {
      type: response.headers.get('content-type'),
      digest: response.headers.get('docker-content-digest'),
      body: JSON.parse(await response.text()),
    }
  }

  /** A program of several parts that no compression makes smaller. */
  function largeProgram() {
    return temporaryFolder({
      'container.mjs': 'console.log(1)\n',
      'data.bin': randomBytes(25 * mebibyte),
    })
  }

  it('sends a program that needs no base image, and nothing the second time', async () => {
    await using aws = await startFakeAws({})
    await using proxy = await startRegistryProxy(registry.host)
    using program = largeProgram()
    const ledger = createLedger()
    const options = {
      program: program.path,
      baseImage: 'scratch',
      registry: proxy.host,
      registryCredentials: registry.credentials,
      repository: 'team/large',
      labels: { a: 'b' },
      ledger,
    }

    const first = await publishImage(aws.session, options)
    const sent = proxy.requests.reduce((sum, { bytes }) => sum + bytes, 0)
    const count = proxy.requests.length
    const second = await publishImage(aws.session, options)

    expect(first).toMatchObject({
      uri: `${proxy.host}/team/large@${first.digest}`,
      repositoryArn: undefined,
      createdRepository: false,
      isNew: true,
    })
    const { type, digest, body } = await manifestOf('team/large', first.tag)
    expect({ type, digest }).toEqual({ type: dockerManifest, digest: first.digest })
    expect(first.uploadedBytes).toBe(body.config.size + body.layers[0].size)
    expect(sent).toBe(first.uploadedBytes + JSON.stringify(body).length)
    expect(second).toEqual({ ...first, isNew: false, uploadedBytes: 0 })
    expect(proxy.requests.slice(count)).toEqual(
      // The registry asks who calls before it answers.
      Array.from({ length: 2 }, () => ({
        method: 'HEAD',
        path: `/v2/team/large/manifests/${first.tag}`,
        bytes: 0,
      })),
    )
    expect(ledger.resources).toEqual([])
    expect(aws.requests).toEqual([])
  }, 60_000)

  it.each(['cut', 'corrupted'] as const)(
    'has the whole image after a part of it was %s on the way',
    async (harm) => {
      await using aws = await startFakeAws({})
      const faults: ProxyFault[] = [harm]
      await using proxy = await startRegistryProxy(registry.host, ({ method, headers }) =>
        method === 'PATCH' && /^4194304-/.test(headers['content-range'] ?? '')
          ? faults.shift()
          : undefined,
      )
      using program = largeProgram()

      const image = await publishImage(aws.session, {
        program: program.path,
        baseImage: 'scratch',
        registry: proxy.host,
        registryCredentials: registry.credentials,
        repository: `team/${harm}`,
      })

      expect(faults).toEqual([])
      expect((await manifestOf(`team/${harm}`, image.tag)).digest).toBe(image.digest)
      expect(aws.runtime.sleeps.length).toBeGreaterThan(0)
    },
    60_000,
  )

  it('refuses what is changed on the way each time', async () => {
    await using aws = await startFakeAws({})
    await using proxy = await startRegistryProxy(registry.host, ({ method }) =>
      method === 'PATCH' ? 'corrupted' : undefined,
    )

    await expect(
      publishImage(aws.session, {
        program: join(folder.path, 'container.mjs'),
        baseImage: 'scratch',
        registry: proxy.host,
        registryCredentials: registry.credentials,
        repository: 'team/changed',
        tag: 'v1',
      }),
    ).rejects.toMatchObject({
      code: 'upload-corrupted',
      message: expect.stringContaining('DIGEST_INVALID'),
    })
    expect((await manifestOf('team/changed', 'v1')).body.errors).toHaveLength(1)
  }, 60_000)

  it('says which registry does not take a password, and what to do', async () => {
    await using aws = await startFakeAws({})
    vi.stubEnv('DOCKER_CONFIG', folder.path)
    const publish = (registryCredentials?: { username: string; password: string }) =>
      publishImage(aws.session, {
        program: join(folder.path, 'container.mjs'),
        baseImage: 'scratch',
        registry: registry.host,
        registryCredentials,
        repository: 'team/closed',
      })

    for (const credentials of [undefined, { username: 'ann', password: 'wrong' }]) {
      await expect(publish(credentials)).rejects.toMatchObject({
        code: 'access-denied',
        message: expect.stringMatching(
          new RegExp(
            `^The registry ${registry.host} .* registryCredentials, .*"docker login ${registry.host}"`,
          ),
        ),
      })
    }
    vi.stubEnv('DOCKER_CONFIG', logins.path)
    expect((await publish()).isNew).toBe(true)
  }, 60_000)

  describe.skipIf(!hasEngine())('on a base image that it has', () => {
    let base: string

    beforeAll(async () => {
      base = `${registry.host}/team/node:24`
      await run('docker', 'tag', 'node:24-slim', base)
      await run('docker', '--config', logins.path, 'push', '-q', base)
    }, 300_000)
    afterAll(() => run('docker', 'rmi', '-f', base).catch(() => undefined))

    /** Has an engine pull and run the image, and takes it away. */
    async function runImage(uri: string, ...words: readonly string[]): Promise<string> {
      await run('docker', '--config', logins.path, 'pull', '-q', uri)
      try {
        return await run('docker', 'run', '--rm', '--network', 'none', uri, ...words)
      } finally {
        await run('docker', 'rmi', '-f', uri)
      }
    }

    /** Expects skopeo to see what SageMaker wants. */
    async function inspect(uri: string, labels: Readonly<Record<string, string>>) {
      if (!hasSkopeo()) return
      const words = ['inspect', '--tls-verify=false', '--creds', 'ann:se:cret', `docker://${uri}`]
      const raw = JSON.parse(await run(skopeo, ...words, '--raw'))
      expect(raw).toMatchObject({ schemaVersion: 2, mediaType: dockerManifest })
      const { config, os, architecture } = JSON.parse(await run(skopeo, ...words, '--config'))
      expect({ os, architecture }).toEqual({ os: 'linux', architecture: 'amd64' })
      expect(config.Entrypoint).toEqual(['node', '/opt/program/container.mjs'])
      expect(config.Labels).toMatchObject(labels)
    }

    it('takes the layers over, sends the program alone, and runs [G048] [S83]', async () => {
      await using aws = await startFakeAws({})
      vi.stubEnv('DOCKER_CONFIG', logins.path)

      const image = await publishImage(aws.session, {
        program: join(folder.path, 'container.mjs'),
        baseImage: base,
        registry: registry.host,
        repository: 'team/program',
        labels: { a: 'b' },
      })

      expect(image.uploadedBytes).toBeLessThan(20_000)
      await inspect(image.uri, { a: 'b' })
      expect(await runImage(image.uri, 'serve')).toBe('I serve')
    }, 120_000)

    it.for(['docker', 'podman'])(
      'takes what %s built of a Dockerfile, and runs [G048] [S83]',
      { timeout: 300_000 },
      async (dockerCommand, context) => {
        if (!hasEngine(dockerCommand)) context.skip(`there is no ${dockerCommand}`)
        await using aws = await startContainerSession('process')
        const options = {
          dockerfile: folder.path,
          buildArgs: { BASE: 'node:24-slim' },
          labels: { a: 'b' },
          registry: registry.host,
          registryCredentials: registry.credentials,
          repository: `team/with-${dockerCommand}`,
          dockerCommand,
        }

        // Engines without BuildKit have no cache but images.
        const cache = `byo-cache-of-${dockerCommand}`
        const words = [
          '--platform',
          'linux/amd64',
          '--build-arg',
          'BASE=node:24-slim',
          '--label',
          'a=b',
        ]
        await run(dockerCommand, 'build', ...words, '--tag', cache, folder.path)

        const image = await publishImage(aws.session, options)
        const again = await publishImage(aws.session, options)
        await run(dockerCommand, 'rmi', '-f', cache)

        expect(image).toMatchObject({ repositoryArn: undefined, isNew: true })
        expect(again).toEqual({ ...image, isNew: false, uploadedBytes: 0 })
        await inspect(image.uri, { a: 'b', built: 'here' })
        expect(await runImage(image.uri, 'train')).toBe('I train')
        const names = await run('docker', 'images', '--format', '{{.Repository}}:{{.Tag}}')
        expect(names).not.toContain(`${registry.host}/team/with`)
        // Docker's registry takes no tag away, so the one of the push stays; another push has the same.
        const address = `http://${registry.host}/v2/${options.repository}/tags/list`
        const tags = JSON.parse(await (await fetch(address, { headers: { authorization } })).text())
        expect(tags.tags.sort()).toEqual([
          image.tag,
          expect.stringMatching(/^byo-push-[0-9a-f]{12}$/),
        ])
      },
    )

    it('says that nobody may push before it builds in vain', async () => {
      await using aws = await startFakeAws({})
      vi.stubEnv('DOCKER_CONFIG', folder.path)

      await expect(
        publishImage(aws.session, {
          dockerfile: folder.path,
          buildArgs: { BASE: 'node:24-slim' },
          registry: registry.host,
          registryCredentials: { username: 'ann', password: 'wrong' },
          repository: 'team/closed',
          onProgress: () => expect.unreachable('it builds'),
        }),
      ).rejects.toMatchObject({
        code: 'access-denied',
        message: expect.stringContaining(`docker login ${registry.host}`),
      })
    }, 120_000)
  })
})
