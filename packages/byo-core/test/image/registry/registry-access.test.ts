import { describe, expect, it } from 'vitest'
import { accessRegistry } from '../../../src/image/registry/registry-access.ts'
import { startFakeAws } from '../../support/fake-aws.ts'

const own = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'
const token = Buffer.from('AWS:secret').toString('base64')

function fakeEcr(proxyEndpoint?: string) {
  return startFakeAws({
    GetAuthorizationToken: [
      { body: { authorizationData: [{ authorizationToken: token, proxyEndpoint }] } },
    ],
  })
}

describe('accessRegistry', () => {
  it.each([
    [own, 'eu-west-1', true],
    ['999999999999.dkr.ecr.eu-west-1.amazonaws.com', 'eu-west-1', false],
    ['123456789012.dkr.ecr.us-east-2.amazonaws.com', 'us-east-2', false],
    ['999999999999.dkr.ecr.cn-north-1.amazonaws.com.cn', 'cn-north-1', false],
    ['123456789012.dkr-ecr.eu-west-1.on.aws', 'eu-west-1', true],
  ])('opens %s with a token of its region', async (registry, region, isOwn) => {
    await using aws = await fakeEcr(`https://${own}`)

    const access = await accessRegistry(aws.session, registry, undefined, undefined)

    expect(access).toMatchObject({
      origin: `https://${registry}`,
      authorization: `Basic ${token}`,
      isOwn,
    })
    const [asked] = aws.requests.filter(({ operation }) => operation === 'GetAuthorizationToken')
    expect(asked?.headers.authorization).toContain(`/${region}/ecr/aws4_request`)
  })

  it('finds the registry where an endpoint of one’s own says that it is', async () => {
    await using aws = await fakeEcr('http://127.0.0.1:4566')

    const access = await accessRegistry(aws.session, own, undefined, undefined)

    expect(access.origin).toBe('http://127.0.0.1:4566')
  })

  it.each([
    ['ghcr.io', 'https://ghcr.io'],
    ['public.ecr.aws', 'https://public.ecr.aws'],
    ['registry.example.com:5000', 'https://registry.example.com:5000'],
    ['127.0.0.1:5000', 'http://127.0.0.1:5000'],
    ['localhost', 'http://localhost'],
    ['[::1]:5000', 'http://[::1]:5000'],
    ['localhost.example.com', 'https://localhost.example.com'],
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com.example.com', undefined],
  ])('asks AWS for nothing to reach %s', async (registry, origin = `https://${registry}`) => {
    await using aws = await fakeEcr()

    const access = await accessRegistry(aws.session, registry, undefined, undefined)

    expect(access).toMatchObject({ origin, authorization: undefined, isOwn: false })
    expect(aws.requests).toHaveLength(0)
  })

  it('uses given credentials also for ECR', async () => {
    await using aws = await fakeEcr()
    const given = { username: 'AWS', password: 'other' }

    const access = await accessRegistry(aws.session, own, given, undefined)

    expect(await access.credentials()).toMatchObject(given)
    expect(aws.requests).toHaveLength(0)
  })
})
