import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readBaseImage } from '../../../src/image/build/base-image.ts'
import { digestOf } from '../../../src/image/digest.ts'
import type { ImageBlob } from '../../../src/image/image-parts.ts'
import { accessRegistry } from '../../../src/image/registry/registry-access.ts'
import type { RegistryCredentials } from '../../../src/image/registry/registry-credentials.ts'
import type { Session } from '../../../src/session/session.ts'
import { type FakeRegistry, startFakeRegistry } from '../../support/fake-registry.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { virtualRuntime } from '../../support/virtual-runtime.ts'

const platform = { os: 'linux', architecture: 'amd64' }
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`
const ann = { username: 'ann', password: 'se:cret' }

/** Reads the image of a fake registry; nothing is asked of AWS on the way. */
async function read(
  { host }: FakeRegistry,
  credentials?: RegistryCredentials,
  { signal, repository = 'library/node', runtime = virtualRuntime() } = {} as {
    signal?: AbortSignal
    repository?: string
    runtime?: ReturnType<typeof virtualRuntime>
  },
) {
  const access = await accessRegistry({} as Session, host, credentials, signal)
  const reference = { registry: host, repository, version: '24-slim' }
  return readBaseImage(reference, access, platform, { runtime, signal })
}

async function bytesOf(blob: ImageBlob | undefined, signal?: AbortSignal): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of blob?.open(signal) ?? []) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe('readBaseImage', () => {
  let home: ReturnType<typeof temporaryFolder>
  beforeEach(() => {
    home = temporaryFolder()
    vi.stubEnv('DOCKER_CONFIG', home.path)
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    home[Symbol.dispose]()
  })

  it('reads a public image as nobody, with one token for all of it', async () => {
    await using registry = await startFakeRegistry({ index: true, oci: true })

    const { layers } = await read(registry)

    const contents = await Promise.all(layers.map((layer) => bytesOf(layer)))
    expect(contents.map(digestOf)).toEqual(registry.layers)
    expect(registry.tokenRequests).toEqual(['anonymous'])
  })

  it.each(['Basic', 'Bearer'] as const)(
    'opens a %s registry with given credentials',
    async (scheme) => {
      await using registry = await startFakeRegistry({
        admits: { scheme, authorization: basic('ann:se:cret') },
      })

      expect((await read(registry, ann)).layers).toHaveLength(2)
      await expect(read(registry, { ...ann, password: 'wrong' })).rejects.toMatchObject({
        code: 'base-image-unavailable',
        message: expect.stringContaining('401: is it public? Else pass baseImageCredentials'),
      })
      await expect(read(registry)).rejects.toThrow('sign in with docker login')
    },
  )

  it('opens a registry with what docker login has kept', async () => {
    await using registry = await startFakeRegistry({
      admits: { scheme: 'Bearer', authorization: basic('ann:se:cret') },
    })
    const auth = Buffer.from('ann:se:cret').toString('base64')
    using folder = temporaryFolder({
      'config.json': JSON.stringify({ auths: { [registry.host]: { auth } } }),
    })
    vi.stubEnv('DOCKER_CONFIG', folder.path)

    expect((await read(registry)).layers).toHaveLength(2)
  })

  it('exchanges an identity token for one of the registry', async () => {
    await using registry = await startFakeRegistry({
      admits: {
        scheme: 'Bearer',
        authorization:
          'service=fake&scope=repository%3Alibrary%2Fnode%3Apull&grant_type=refresh_token&refresh_token=id&client_id=byo',
      },
    })
    using folder = temporaryFolder({
      'config.json': JSON.stringify({ auths: { [registry.host]: { identitytoken: 'id' } } }),
    })
    vi.stubEnv('DOCKER_CONFIG', folder.path)

    expect((await read(registry)).layers).toHaveLength(2)
  })

  it('reads a public image as nobody when what docker login has kept has expired', async () => {
    await using registry = await startFakeRegistry({
      admits: { scheme: 'Bearer', authorization: 'anonymous' },
    })
    const auth = Buffer.from('ann:old').toString('base64')
    using folder = temporaryFolder({
      'config.json': JSON.stringify({ auths: { [registry.host]: { auth } } }),
    })
    vi.stubEnv('DOCKER_CONFIG', folder.path)

    expect((await read(registry)).layers).toHaveLength(2)
    expect(registry.tokenRequests).toEqual([basic('ann:old'), 'anonymous'])
  })

  it.each(['ftp://127.0.0.1/token', 'token', 'javascript:1'])(
    'sends no password to a realm such as %s',
    async (realm) => {
      await using registry = await startFakeRegistry({ realm })

      await expect(read(registry, ann)).rejects.toMatchObject({
        code: 'base-image-unavailable',
        message: expect.stringContaining('not safe to ask'),
      })
    },
  )

  it.each([[[429, 503, 0]], [[500, 502, 504, 0]]])('tries again after %j', async (failures) => {
    await using registry = await startFakeRegistry({ failures })
    const runtime = virtualRuntime()

    expect((await read(registry, undefined, { runtime })).layers).toHaveLength(2)
    expect(runtime.sleeps).toHaveLength(failures.length)
  })

  it.each([
    [429, 'use the same image of public.ecr.aws/docker'],
    [503, 'out of order'],
  ])('gives up after five times %i', async (status, words) => {
    await using registry = await startFakeRegistry({ failures: Array(20).fill(status) })
    const runtime = virtualRuntime()

    await expect(read(registry, undefined, { runtime })).rejects.toThrow(words)
    expect(runtime.sleeps).toHaveLength(4)
  })

  it('takes a broken download up where it broke', async () => {
    await using registry = await startFakeRegistry({ truncatedAfter: 7 })
    const [layer] = (await read(registry)).layers

    expect(digestOf(await bytesOf(layer))).toBe(registry.layers[0])
    const reads = registry.reads.filter((path) => path === `blobs/${layer?.digest}`)
    expect(reads).toHaveLength(Math.ceil((layer?.size ?? 0) / 7))
  })

  it('skips what it has when a registry knows no ranges', async () => {
    await using registry = await startFakeRegistry({ truncatedAfter: [7, 20], withoutRanges: true })
    const [layer] = (await read(registry)).layers

    expect(digestOf(await bytesOf(layer))).toBe(registry.layers[0])
  })

  it('gives up a download that comes no further', async () => {
    await using registry = await startFakeRegistry({ truncatedAfter: 7, withoutRanges: true })
    const [layer] = (await read(registry)).layers

    await expect(bytesOf(layer)).rejects.toMatchObject({ code: 'base-image-unavailable' })
  })

  it('gets a new token when the one that it has expires', async () => {
    await using registry = await startFakeRegistry({ failures: [200, 401] })

    expect((await read(registry)).layers).toHaveLength(2)
    expect(registry.tokenRequests).toEqual(['anonymous', 'anonymous'])
  })

  it('follows to where a registry keeps its layers, without showing its token there', async () => {
    await using registry = await startFakeRegistry({ redirects: true })

    const [layer] = (await read(registry)).layers

    expect(digestOf(await bytesOf(layer))).toBe(registry.layers[0])
    expect(registry.storageRequests).toEqual([undefined])
  })

  it('ends a download with its abort', async () => {
    await using registry = await startFakeRegistry({ truncatedAfter: 7 })
    const abort = new AbortController()
    const [layer] = (await read(registry)).layers

    const reading = async () => {
      for await (const _ of layer?.open(abort.signal) ?? []) abort.abort()
    }

    await expect(reading()).rejects.toMatchObject({ code: 'aborted' })
  })
})
