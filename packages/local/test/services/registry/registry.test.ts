import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr'
import { beforeAll, describe, expect, it } from 'vitest'
import { dockerManifest, formatManifest, pushImage, sha256 } from '../../support/push-image.ts'
import { clientConfig, useLocal } from '../../support/with-local.ts'

const local = useLocal()
const ecr = (region = 'us-east-1') => new ECRClient({ ...clientConfig(local()), region })
const repositoryName = 'team/pushed'

beforeAll(async () => {
  await ecr().send(new CreateRepositoryCommand({ repositoryName }))
})

function call(path: string, init: RequestInit & { duplex?: 'half' } = {}): Promise<Response> {
  return fetch(new URL(path, local().endpoint), init)
}

/** As a Docker client does: begin, send the bytes, finish. */
async function pushBlob(bytes: string, name = repositoryName): Promise<Response> {
  const begun = await call(`/v2/${name}/blobs/uploads/`, { method: 'POST' })
  const sent = await call(begun.headers.get('location') ?? '', { method: 'PATCH', body: bytes })
  const location = sent.headers.get('location') ?? ''
  return call(`${location}?digest=${sha256(bytes)}`, { method: 'PUT' })
}

async function pushDockerImage(tag: string, headers: Record<string, string> = {}): Promise<string> {
  const config = Buffer.from(JSON.stringify({ os: 'linux', tag }))
  const layer = Buffer.from(`layer of ${tag}`)
  for (const blob of [config, layer]) await pushBlob(blob.toString())
  const text = formatManifest(config, [layer])
  const answer = await call(`/v2/${repositoryName}/manifests/${tag}`, {
    method: 'PUT',
    headers: { 'content-type': dockerManifest, ...headers },
    body: text,
  })
  expect(answer.status).toBe(201)
  return sha256(text)
}

async function tagList(): Promise<{ name: string; tags: string[] }> {
  return (await call(`/v2/${repositoryName}/tags/list`)).json() as ReturnType<typeof tagList>
}

async function errorCode(answer: Response): Promise<string | undefined> {
  const { errors } = (await answer.json()) as { errors: { code: string }[] }
  return errors[0]?.code
}

describe('the registry', () => {
  it('says that it is one', async () => {
    const answer = await call('/v2/')

    expect([answer.status, await answer.text()]).toEqual([200, '{}'])
    expect(answer.headers.get('docker-distribution-api-version')).toBe('registry/2.0')
  })

  it('takes an image as docker push sends it, which ECR then has', async () => {
    const digest = await pushDockerImage('v1')

    const { images } = await ecr().send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }),
    )
    expect(images?.[0]).toMatchObject({
      imageId: { imageDigest: digest },
      imageManifestMediaType: dockerManifest,
    })
  })

  it('gives an image as docker pull asks for it, also one pushed over ECR', async () => {
    const layer = Buffer.from('pushed over ECR')
    const digest = await pushImage(ecr(), repositoryName, 'by-ecr', layer)

    const head = await call(`/v2/${repositoryName}/manifests/by-ecr`, { method: 'HEAD' })
    const manifest = await call(`/v2/${repositoryName}/manifests/${digest}`)
    const blob = await call(`/v2/${repositoryName}/blobs/${sha256(layer)}`)
    const text = await manifest.text()
    expect(head.headers.get('docker-content-digest')).toBe(digest)
    expect(Number(head.headers.get('content-length'))).toBe(text.length)
    expect([sha256(text), manifest.headers.get('content-type')]).toEqual([digest, dockerManifest])
    expect(await blob.text()).toBe('pushed over ECR')
  })

  it('resumes a pull in the middle of a blob', async () => {
    await pushBlob('0123456789')

    const part = await call(`/v2/${repositoryName}/blobs/${sha256('0123456789')}`, {
      headers: { range: 'bytes=4-' },
    })

    expect([part.status, await part.text()]).toEqual([206, '456789'])
  })

  it('takes a blob in one request', async () => {
    const digest = sha256('at once')

    const answer = await call(`/v2/${repositoryName}/blobs/uploads/?digest=${digest}`, {
      method: 'POST',
      body: 'at once',
    })

    expect(answer.status).toBe(201)
    expect((await call(answer.headers.get('location') ?? '')).status).toBe(200)
  })

  it('shares a blob of another repository without an upload', async () => {
    await ecr().send(new CreateRepositoryCommand({ repositoryName: 'borrower' }))
    await pushBlob('shared')

    const query = `mount=${sha256('shared')}&from=${encodeURIComponent(repositoryName)}`
    const mounted = await call(`/v2/borrower/blobs/uploads/?${query}`, { method: 'POST' })
    const unknown = await call(`/v2/borrower/blobs/uploads/?mount=${sha256('?')}&from=nowhere`, {
      method: 'POST',
    })

    expect([mounted.status, unknown.status]).toEqual([201, 202])
    const there = await call(`/v2/borrower/blobs/${sha256('shared')}`, { method: 'HEAD' })
    expect(there.headers.get('content-length')).toBe('6')
  })

  it('tells how far an upload is, and drops it on demand', async () => {
    const begun = await call(`/v2/${repositoryName}/blobs/uploads/`, { method: 'POST' })
    const location = begun.headers.get('location') ?? ''
    await call(location, { method: 'PATCH', body: 'four' })

    const status = await call(location)
    const misplaced = await call(location, {
      method: 'PATCH',
      headers: { 'content-range': '9-12' },
      body: 'four',
    })
    const dropped = await call(location, { method: 'DELETE' })

    expect([status.status, status.headers.get('range')]).toEqual([204, '0-3'])
    expect([misplaced.status, dropped.status, (await call(location)).status]).toEqual([
      416, 204, 404,
    ])
  })

  it('lists tags and repositories page by page', async () => {
    await ecr().send(new CreateRepositoryCommand({ repositoryName: 'many-tags' }))
    const manifest = JSON.stringify({ schemaVersion: 2, manifests: [] })
    for (const tag of ['c', 'a', 'b']) {
      await call(`/v2/many-tags/manifests/${tag}`, { method: 'PUT', body: manifest })
    }

    const first = await call('/v2/many-tags/tags/list?n=2')
    const next = /^<(.+)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
    const second = await call(next)
    const { repositories } = (await (await call('/v2/_catalog')).json()) as {
      repositories: string[]
    }

    expect(await first.json()).toEqual({ name: 'many-tags', tags: ['a', 'b'] })
    expect(await second.json()).toEqual({ name: 'many-tags', tags: ['c'] })
    expect(second.headers.get('link')).toBeNull()
    expect(repositories).toEqual(expect.arrayContaining(['many-tags', repositoryName]))
    expect((await call('/v2/_catalog?n=x')).status).toBe(400)
  })

  it('goes on with an upload whose client broke off, from the byte that it says', async () => {
    const begun = await call(`/v2/${repositoryName}/blobs/uploads/`, { method: 'POST' })
    const location = begun.headers.get('location') ?? ''
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('01234'))
      },
    })
    const gone = new AbortController()
    const cut = call(location, { method: 'PATCH', body, signal: gone.signal, duplex: 'half' })
    const received = async () => (await call(location)).headers.get('range')
    await expect.poll(received).toBe('0-4')
    gone.abort()
    await expect(cut).rejects.toThrow()

    const again = await call(location, {
      method: 'PATCH',
      headers: { 'content-range': '0-4' },
      body: '01234',
    })
    await call(location, { method: 'PATCH', headers: { 'content-range': '5-9' }, body: '56789' })
    const done = await call(`${location}?digest=${sha256('0123456789')}`, { method: 'PUT' })

    expect([again.status, done.status]).toEqual([416, 201])
  })

  it('lists tags and deletes images', async () => {
    await pushDockerImage('to-delete')

    const before = await tagList()
    await call(`/v2/${repositoryName}/manifests/to-delete`, { method: 'DELETE' })
    const after = await tagList()

    expect(before).toMatchObject({ name: repositoryName })
    expect(before.tags).toContain('to-delete')
    expect(after.tags).not.toContain('to-delete')
  })

  it.each([
    ['a repository that is not there', 'GET', '/v2/nowhere/manifests/x', 404, 'NAME_UNKNOWN'],
    [
      'an image that is not there',
      'GET',
      `/v2/${repositoryName}/manifests/x`,
      404,
      'MANIFEST_UNKNOWN',
    ],
    [
      'a blob that is not there',
      'GET',
      `/v2/${repositoryName}/blobs/${sha256('?')}`,
      404,
      'BLOB_UNKNOWN',
    ],
    [
      'an upload that is not there',
      'PATCH',
      `/v2/${repositoryName}/blobs/uploads/x`,
      404,
      'BLOB_UPLOAD_UNKNOWN',
    ],
    [
      'a manifest that is none',
      'PUT',
      `/v2/${repositoryName}/manifests/x`,
      400,
      'MANIFEST_INVALID',
    ],
    ['a path that is none', 'GET', '/v2/what/is/this', 404, 'UNSUPPORTED'],
  ])('names %s', async (_what, method, path, status, code) => {
    const answer = await call(path, { method, ...(method === 'GET' ? {} : { body: 'x' }) })

    expect([answer.status, await errorCode(answer)]).toEqual([status, code])
  })

  it('refuses a blob of another digest, and a manifest without its blobs', async () => {
    const begun = await call(`/v2/${repositoryName}/blobs/uploads/`, { method: 'POST' })
    const location = begun.headers.get('location') ?? ''
    const wrong = await call(`${location}?digest=${sha256('x')}`, { method: 'PUT', body: 'y' })
    const orphan = await call(`/v2/${repositoryName}/manifests/orphan`, {
      method: 'PUT',
      body: formatManifest(Buffer.from('lost'), []),
    })

    expect(await errorCode(wrong)).toBe('DIGEST_INVALID')
    expect(await errorCode(orphan)).toBe('MANIFEST_BLOB_UNKNOWN')
  })

  it('finds the registry of the region that the client logged in to', async () => {
    await ecr('us-west-2').send(new CreateRepositoryCommand({ repositoryName }))
    const { authorizationData } = await ecr('us-west-2').send(new GetAuthorizationTokenCommand({}))
    const authorization = `Basic ${authorizationData?.[0]?.authorizationToken}`
    await pushDockerImage('east-only')

    const path = `/v2/${repositoryName}/manifests/east-only`
    expect((await call(path, { headers: { authorization } })).status).toBe(404)
    expect((await call(path)).status).toBe(200)
  })
})
