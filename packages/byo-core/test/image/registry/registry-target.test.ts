import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { digestOf } from '../../../src/image/digest.ts'
import { blobOf, type ImageBlob } from '../../../src/image/image-parts.ts'
import { openRegistry } from '../../../src/image/open-registry.ts'
import { pushImage } from '../../../src/image/push-image.ts'
import { accessRegistry } from '../../../src/image/registry/registry-access.ts'
import type { RegistryCredentials } from '../../../src/image/registry/registry-credentials.ts'
import { createLedger } from '../../../src/ledger.ts'
import type { Session } from '../../../src/session/session.ts'
import {
  startTargetRegistry,
  type TargetConduct,
  type TargetFault,
  type TargetRegistry,
} from '../../support/fake-target-registry.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { virtualRuntime } from '../../support/virtual-runtime.ts'

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`
const ann = { username: 'ann', password: 'se:cret' }
const annOnly = (scheme: 'Basic' | 'Bearer') => ({
  admits: { scheme, authorization: basic('ann:se:cret') },
})
const bytesBlob = (bytes: Uint8Array) => blobOf(digestOf(bytes), bytes)
const config = bytesBlob(Buffer.from('{}'))
const mebibyte = 1024 * 1024
const part = 4 * mebibyte

interface PushOptions {
  readonly credentials?: RegistryCredentials
  readonly signal?: AbortSignal
  readonly runtime?: ReturnType<typeof virtualRuntime>
  readonly tag?: string
}

/** Opens the repository `team/iris` of a registry; nothing is asked of AWS on the way. */
async function open({ host }: TargetRegistry, { credentials, signal, runtime }: PushOptions = {}) {
  const session = { runtime: runtime ?? virtualRuntime() } as unknown as Session
  const options = { registry: host, registryCredentials: credentials, repository: 'team/iris' }
  const registry = await openRegistry(session, options)
  return registry.open('team/iris', { ledger: createLedger(), signal })
}

/** Pushes an image of these layers. */
async function push(
  registry: TargetRegistry,
  layers: readonly ImageBlob[],
  { tag = 'v1', ...options }: PushOptions = {},
) {
  const manifest = JSON.stringify({ layers: layers.map(({ digest }) => digest) })
  const image = {
    tag,
    digest: digestOf(Buffer.from(manifest)),
    image: { layers, config, manifest },
  }
  return pushImage(await open(registry, options), image, options.signal)
}

/** One fault for the request of that kind which comes as the given one. */
function once(kind: RegExp, fault: TargetFault, at = 1): TargetConduct {
  return { fault: ({ what }, times) => (kind.test(what) && times === at ? fault : undefined) }
}

describe('a push to another registry', () => {
  let home: ReturnType<typeof temporaryFolder>
  beforeEach(() => {
    home = temporaryFolder()
    vi.stubEnv('DOCKER_CONFIG', home.path)
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    home[Symbol.dispose]()
  })

  it('sends blobs in parts and then the manifest, and the second time nothing', async () => {
    await using registry = await startTargetRegistry()
    const layer = bytesBlob(randomBytes(9 * mebibyte))

    const first = await push(registry, [layer, layer])

    expect(first).toEqual({ uploadedBytes: 9 * mebibyte + 2, isNew: true })
    const parts = registry.requests.filter(({ what }) => what.startsWith('PATCH'))
    expect(parts.map(({ headers }) => headers['content-range']).sort()).toEqual([
      '0-1',
      `0-${part - 1}`,
      `${part}-${2 * part - 1}`,
      `${2 * part}-${9 * mebibyte - 1}`,
    ])
    expect(registry.blobs.get(`team/iris ${layer.digest}`)?.length).toBe(layer.size)
    expect(registry.manifests.has('team/iris v1')).toBe(true)
    const count = registry.calls.length

    const second = await push(registry, [layer, layer])

    expect(second).toEqual({ uploadedBytes: 0, isNew: false })
    expect(registry.calls.slice(count)).toEqual(['HEAD manifests/v1'])
  })

  it('sends no blob that is there, and a new tag without its blobs', async () => {
    await using registry = await startTargetRegistry({ redirects: true })
    const [old, young] = [bytesBlob(Buffer.from('old')), bytesBlob(Buffer.from('young'))]
    registry.seed('team/iris', Buffer.from('old'))

    expect(await push(registry, [old, young])).toEqual({ uploadedBytes: 7, isNew: true })
    expect(await push(registry, [old, young], { tag: 'v2' })).toEqual({
      uploadedBytes: 0,
      isNew: true,
    })
  })

  it.each(['Basic', 'Bearer'] as const)('shows a %s registry the credentials', async (scheme) => {
    await using registry = await startTargetRegistry(annOnly(scheme))
    const layer = bytesBlob(Buffer.from('layer'))

    expect(await push(registry, [layer], { credentials: ann })).toMatchObject({ isNew: true })
    expect(registry.scopes).toEqual(scheme === 'Bearer' ? [['repository:team/iris:pull,push']] : [])
    const wrong = push(registry, [layer], { credentials: { ...ann, password: 'wrong' }, tag: 'v2' })
    await expect(wrong).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringMatching(
        new RegExp(`${registry.host} .*401.*registryCredentials.*docker login ${registry.host}`),
      ),
    })
  })

  it('shows what docker login has kept', async () => {
    await using registry = await startTargetRegistry(annOnly('Basic'))
    const auth = Buffer.from('ann:se:cret').toString('base64')
    using folder = temporaryFolder({
      'config.json': JSON.stringify({ auths: { [registry.host]: { auth } } }),
    })
    vi.stubEnv('DOCKER_CONFIG', folder.path)

    expect(await push(registry, [])).toMatchObject({ isNew: true })
  })

  it.each(['Basic', 'Bearer'] as const)(
    'takes layers over from a repository of the same %s registry',
    async (scheme) => {
      await using registry = await startTargetRegistry(annOnly(scheme))
      const access = await accessRegistry({} as Session, registry.host, ann, undefined)
      const text = Buffer.from('base')
      registry.seed('team/base', text)
      const near = { ...bytesBlob(text), home: { access, repository: 'team/base' } }
      const elsewhere = { ...access, origin: 'https://elsewhere.example' }
      const gone = { ...bytesBlob(Buffer.from('gone')), home: { access, repository: 'team/gone' } }
      const far = {
        ...bytesBlob(Buffer.from('far')),
        home: { access: elsewhere, repository: 'base' },
      }

      const result = await push(registry, [near, gone, far], { credentials: ann })

      expect(result).toEqual({ uploadedBytes: 'gonefar{}'.length, isNew: true })
      expect(registry.blobs.get(`team/iris ${near.digest}`)).toEqual(text)
      const mounts = registry.requests.filter(({ query }) => query.has('mount'))
      expect(mounts.map(({ query }) => query.get('from')).sort()).toEqual([
        'team/base',
        'team/gone',
      ])
      if (scheme === 'Bearer') {
        expect(registry.scopes.at(-1)).toEqual([
          'repository:team/iris:pull,push',
          'repository:team/base:pull',
          'repository:team/gone:pull',
        ])
      }
    },
  )

  it.each([401, 403, 404, 405])('copies a layer where taking over ends with %i', async (status) => {
    await using registry = await startTargetRegistry({
      fault: ({ query }) => (query.has('mount') ? status : undefined),
    })
    const access = await accessRegistry({} as Session, registry.host, undefined, undefined)
    const base = { ...bytesBlob(Buffer.from('base')), home: { access, repository: 'base' } }

    expect(await push(registry, [base])).toEqual({ uploadedBytes: 6, isNew: true })
  })

  describe('goes on', () => {
    const layer = bytesBlob(randomBytes(5 * mebibyte))
    /** One fault for the first part of the layer. */
    const onLayer = (fault: TargetFault): TargetConduct => {
      const faults = [fault]
      return { fault: ({ bytes }) => (bytes === part ? faults.shift() : undefined) }
    }

    it.each(['cut', 'half'] as const)('where a part that was %s ended', async (fault) => {
      // The configuration is so small that it has no half.
      await using registry = await startTargetRegistry({
        fault: ({ bytes }) => (bytes === part ? fault : undefined),
      })

      await push(registry, [layer])

      expect(registry.blobs.get(`team/iris ${layer.digest}`)?.length).toBe(layer.size)
      const parts = registry.requests.filter(
        ({ what, headers }) => what.startsWith('PATCH') && headers['content-range'] !== '0-1',
      )
      expect(parts.map(({ headers }) => headers['content-range'])).toEqual([
        `0-${part - 1}`,
        `${part / 2}-${part - 1}`,
        `${part}-${5 * mebibyte - 1}`,
      ])
      expect(registry.calls.includes('GET blobs/uploads/#')).toBe(fault === 'cut')
    })

    it.each([
      ['a part whose answer is lost', onLayer('lost')],
      ['a part that is refused for a while', onLayer(503)],
      ['an end whose answer is lost', once(/PUT blobs/, 'lost')],
      ['a manifest whose answer is lost', once(/PUT manifests/, 'lost')],
      ['a beginning whose answer is lost', once(/POST/, 'lost')],
      ['a look-up that fails', once(/HEAD/, 500)],
      ['an upload that is forgotten', onLayer(404)],
      ['bytes that changed once', onLayer('corrupted')],
      [
        'a connection that breaks where that ends uploads',
        { ...onLayer('cut'), forgetsBroken: true },
      ],
      ['a token that has expired', { ...annOnly('Bearer'), tokenUses: 2 }],
    ])('after %s', async (_, conduct) => {
      await using registry = await startTargetRegistry(conduct)
      const runtime = virtualRuntime()

      const result = await push(registry, [layer], { credentials: ann, runtime })

      expect(result.isNew).toBe(true)
      expect(registry.blobs.get(`team/iris ${layer.digest}`)?.length).toBe(layer.size)
      expect(registry.blobs.has(`team/iris ${config.digest}`)).toBe(true)
      expect(registry.manifests.has('team/iris v1')).toBe(true)
    })
  })

  it('gives up on bytes that change each time', async () => {
    await using registry = await startTargetRegistry({
      fault: ({ what, bytes }) => (what.startsWith('PATCH') && bytes > 2 ? 'corrupted' : undefined),
    })

    await expect(push(registry, [bytesBlob(Buffer.from('layer'))])).rejects.toMatchObject({
      code: 'upload-corrupted',
      message: expect.stringContaining('3 times: {"errors":[{"code":"DIGEST_INVALID"'),
    })
    expect(registry.manifests.size).toBe(0)
  })

  it('gives up on uploads that are lost each time', async () => {
    await using registry = await startTargetRegistry({
      fault: ({ what }) => (what.startsWith('PATCH') ? 404 : undefined),
    })

    await expect(push(registry, [])).rejects.toMatchObject({
      code: 'image-push-failed',
      message: expect.stringContaining(
        `${registry.host} lost the upload of ${config.digest} 5 times`,
      ),
    })
  })

  it.each([
    [413, 'image-push-failed', 'client_max_body_size'],
    [500, 'image-push-failed', 'out of order'],
    [429, 'image-push-failed', 'limits how often'],
    [403, 'access-denied', 'let the user push there'],
    [405, 'image-push-failed', 'look into its log'],
  ] as const)('explains %i for good', async (status, code, words) => {
    await using registry = await startTargetRegistry({
      fault: ({ what }) => (what.startsWith('PATCH') ? status : undefined),
    })

    await expect(push(registry, [])).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    })
  })

  it('says that nobody is there', async () => {
    const registry = await startTargetRegistry()
    await registry[Symbol.asyncDispose]()

    await expect(push(registry, [])).rejects.toMatchObject({
      code: 'endpoint-unreachable',
      message: expect.stringContaining(`${registry.host} can't be reached`),
    })
  })

  it('says that a tag can not move', async () => {
    await using registry = await startTargetRegistry({ isImmutable: true })
    await push(registry, [])

    await expect(push(registry, [bytesBlob(Buffer.from('layer'))])).rejects.toMatchObject({
      code: 'name-taken',
      message: expect.stringContaining('"v1" of team/iris'),
    })
  })

  it('refuses a manifest that was stored as another one', async () => {
    await using registry = await startTargetRegistry({ storesAs: digestOf(Buffer.from('other')) })

    await expect(push(registry, [])).rejects.toMatchObject({ code: 'upload-corrupted' })
  })

  it('compares manifests itself where a registry tells no digest', async () => {
    await using registry = await startTargetRegistry({ storesAs: 'none' })

    expect(await push(registry, [])).toMatchObject({ isNew: true })
    expect(await push(registry, [])).toMatchObject({ isNew: false })
  })

  it.each([
    ['takes no parts', { wantsWhole: true, ...annOnly('Basic') }],
    ['takes no parts, with tokens', { wantsWhole: true, ...annOnly('Bearer') }],
    ['takes one part', { drops: true }],
  ])('sends a blob in one piece to a registry that %s', async (_, conduct) => {
    await using registry = await startTargetRegistry(conduct)
    const layer = bytesBlob(randomBytes(5 * mebibyte))

    const result = await push(registry, [layer], { credentials: ann })

    expect(result).toEqual({ uploadedBytes: layer.size + 2, isNew: true })
    expect(registry.blobs.get(`team/iris ${layer.digest}`)?.length).toBe(layer.size)
  })

  it('says what is wrong with a layer that fails while it is sent in one piece', async () => {
    await using registry = await startTargetRegistry({ wantsWhole: true })
    let opened = 0
    const layer: ImageBlob = {
      ...bytesBlob(Buffer.from('layer')),
      async *open() {
        opened += 1
        yield Buffer.from('layer')
        if (opened > 1) throw new Error('the disk is gone')
      },
    }

    await expect(push(registry, [layer])).rejects.toThrow('the disk is gone')
  })

  it('sends parts as large as the registry wants', async () => {
    await using registry = await startTargetRegistry({
      headers: { 'oci-chunk-min-length': String(12 * mebibyte) },
    })

    await push(registry, [bytesBlob(randomBytes(13 * mebibyte))])

    const sizes = registry.requests
      .filter(({ what }) => what.startsWith('PATCH'))
      .map(({ bytes }) => bytes)
    expect(sizes.sort((a, b) => a - b)).toEqual([2, mebibyte, 12 * mebibyte])
  })

  it('shows another host nothing that opens the registry', async () => {
    await using other = await startTargetRegistry()
    await using registry = await startTargetRegistry({
      ...annOnly('Basic'),
      headers: { location: `http://${other.host}/v2/team/iris/blobs/uploads/1` },
    })

    await expect(push(registry, [], { credentials: ann })).rejects.toThrow('BLOB_UPLOAD_UNKNOWN')
    expect(other.requests.length).toBeGreaterThan(0)
    expect(other.requests.map(({ headers }) => headers.authorization)).not.toContain(
      basic('ann:se:cret'),
    )
  })

  it('leaves nothing running after an abort', async () => {
    const abort = new AbortController()
    await using registry = await startTargetRegistry({
      fault({ what }) {
        if (what.startsWith('PATCH')) abort.abort(new Error('enough'))
        return undefined
      },
    })
    const runtime = virtualRuntime()

    await expect(push(registry, [], { signal: abort.signal, runtime })).rejects.toMatchObject({
      code: 'aborted',
      cause: { message: 'enough' },
    })
    expect(registry.calls).not.toContain('PUT manifests/v1')
    expect(runtime.sleeps).toEqual([])
  })

  it.each([true, false])(
    'takes a tag away where the registry does that: %s',
    async (forgetsTags) => {
      await using registry = await startTargetRegistry({ forgetsTags })
      await push(registry, [], { tag: 'passing' })
      const target = await open(registry)

      const result = await target.withPassingTag('passing', async () => ({ others: [], done: 1 }))

      expect(result.done).toBe(1)
      expect(registry.manifests.has('team/iris passing')).toBe(!forgetsTags)
      await expect(
        target.withPassingTag('passing', () => Promise.reject(new Error('no'))),
      ).rejects.toThrow('no')
    },
  )
})
