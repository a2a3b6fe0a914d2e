import { afterEach, describe, expect, it, vi } from 'vitest'
import { openRegistry } from '../../src/image/open-registry.ts'
import { createLedger } from '../../src/ledger.ts'
import { startFakeAws } from '../support/fake-aws.ts'

const account = '123456789012'

/** A session whose ECR gives a token, in `us-east-1` as the tests' sessions are. */
function startEcr() {
  const data = {
    authorizationToken: 'eDp5',
    proxyEndpoint: `https://${account}.dkr.ecr.us-east-1.amazonaws.com`,
  }
  return startFakeAws(
    { GetAuthorizationToken: [{ body: { authorizationData: [data] } }] },
    { region: 'us-east-1' },
  )
}

afterEach(() => vi.unstubAllGlobals())

describe('openRegistry', () => {
  it.each([
    'https://registry.example.com',
    'registry.example.com/team',
    'ann@registry.example.com',
    'registry.example.com:',
    '',
    'a b',
  ])('refuses "%s" as a registry', async (registry) => {
    await using aws = await startFakeAws({})

    await expect(openRegistry(aws.session, { registry, repository: 'iris' })).rejects.toMatchObject(
      {
        code: 'invalid-option',
        message: expect.stringContaining(`registry is "${registry}"`),
      },
    )
  })

  it('refuses a host that Docker takes for a user of Docker Hub', async () => {
    await using aws = await startFakeAws({})
    const options = { registry: 'harbor', repository: 'iris' }

    await expect(openRegistry(aws.session, options)).rejects.toThrow('such as harbor:443')
  })

  it('finds Docker Hub where its registry is, and its short names', async () => {
    await using aws = await startFakeAws({})
    const asked: string[] = []
    vi.stubGlobal('fetch', async (url: string) => {
      asked.push(url)
      return new Response('', { status: 403 })
    })
    const registryCredentials = { username: 'ann', password: 'secret' }
    const options = { registry: 'docker.io', registryCredentials, repository: 'iris' }

    const registry = await openRegistry(aws.session, options)
    const target = await registry.open('iris', { ledger: createLedger(), signal: undefined })
    const answer = target.isStored({ tag: 'v1', digest: 'sha256:0' }, undefined)

    await expect(answer).rejects.toThrow('"docker login docker.io"')
    expect(asked).toEqual(['https://registry-1.docker.io/v2/library/iris/manifests/v1'])
    expect(target.uri).toBe('docker.io/iris')
  })

  it("knows the caller's own registry in ECR by its name", async () => {
    await using aws = await startEcr()
    const registry = `${account}.dkr.ecr.us-east-1.amazonaws.com`

    const own = await openRegistry(aws.session, { registry, repository: 'iris', scanOnPush: true })

    expect(own.forgetsTags).toBe(true)
  })

  it('refuses what only repositories of ECR have', async () => {
    await using aws = await startFakeAws({})
    const place = { registry: 'registry.example.com', repository: 'iris' }

    for (const option of [
      { scanOnPush: false },
      { imageTagMutability: 'MUTABLE' },
      { lifecyclePolicy: '{}' },
      { tags: { a: 'b' } },
    ] as const) {
      await expect(openRegistry(aws.session, { ...place, ...option })).rejects.toMatchObject({
        code: 'invalid-option',
        message: expect.stringContaining(`${Object.keys(option)[0]} is an option of ECR`),
      })
    }
  })

  it('refuses credentials without a registry', async () => {
    await using aws = await startFakeAws({})
    const registryCredentials = { username: 'ann', password: 'secret' }

    await expect(
      openRegistry(aws.session, { registryCredentials, repository: 'iris' }),
    ).rejects.toMatchObject({ code: 'invalid-option' })
  })
})
