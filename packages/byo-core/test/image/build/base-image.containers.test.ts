import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { publishImage } from '../../../src/index.ts'
import { hasEngine, startContainerSession } from '../../support/container-session.ts'
import {
  type DockerRegistry,
  hasDockerRegistry,
  startDockerRegistry,
} from '../../support/docker-registry.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function docker(...words: readonly string[]): Promise<string> {
  return (await promisify(execFile)('docker', words)).stdout.trim()
}

describe.skipIf(!(hasDockerRegistry() && hasEngine()))('a base image that docker pushed', () => {
  let registry: DockerRegistry
  let folder: ReturnType<typeof temporaryFolder>
  let base: string

  beforeAll(async () => {
    registry = await startDockerRegistry()
    base = `${registry.host}/team/base:1`
    const auth = Buffer.from('ann:se:cret').toString('base64')
    folder = temporaryFolder({
      'config.json': JSON.stringify({ auths: { [registry.host]: { auth } } }),
      'container.mjs': 'console.log("hello")',
      'hello.txt': 'hello',
      Dockerfile: 'FROM scratch\nCOPY hello.txt /hello.txt\nENV GREETING=hello\nCMD ["none"]\n',
    })
    await docker('build', '-q', '-t', base, folder.path)
    await docker('--config', folder.path, 'push', base)
  }, 300_000)

  afterEach(() => vi.unstubAllEnvs())

  afterAll(async () => {
    await docker('rmi', '-f', base).catch(() => undefined)
    folder[Symbol.dispose]()
    await registry[Symbol.asyncDispose]()
  })

  it('becomes one that docker pulls from ECR, with the program on top', async () => {
    await using aws = await startContainerSession('process')

    const options = {
      program: join(folder.path, 'container.mjs'),
      repository: 'iris',
      baseImage: base,
      baseImageCredentials: registry.credentials,
    }
    const published = await publishImage(aws.session, options)
    const again = await publishImage(aws.session, options)

    expect(published.isNew).toBe(true)
    expect(again).toMatchObject({ digest: published.digest, uploadedBytes: 0, isNew: false })
    const image = `${new URL(aws.local.endpoint).host}/iris@${published.digest}`
    await docker('pull', '-q', image)
    const [facts] = JSON.parse(await docker('image', 'inspect', image))
    await docker('rmi', '-f', image)
    expect(facts).toMatchObject({ Os: 'linux', Architecture: 'amd64' })
    expect(facts.Config.Entrypoint).toEqual(['node', '/opt/program/container.mjs'])
    expect(facts.Config.Env).toContain('GREETING=hello')
    expect(facts.RootFS.Layers).toHaveLength(2)
  }, 120_000)

  it('opens with what docker login has kept, and not without', async () => {
    await using aws = await startContainerSession('process')
    using nothing = temporaryFolder()
    const publish = () =>
      publishImage(aws.session, {
        program: join(folder.path, 'container.mjs'),
        repository: 'iris',
        baseImage: base,
      })

    vi.stubEnv('DOCKER_CONFIG', nothing.path)
    await expect(publish()).rejects.toMatchObject({
      code: 'base-image-unavailable',
      message: expect.stringContaining('401'),
    })
    vi.stubEnv('DOCKER_CONFIG', folder.path)
    expect((await publish()).isNew).toBe(true)
  }, 120_000)
})
