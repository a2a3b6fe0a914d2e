import { describe, expect, it } from 'vitest'
import { addRegistry } from '../../../src/image/docker/docker-settings.ts'

describe('addRegistry', () => {
  const registry = { host: 'h:1', token: 't' }

  it("adds the token to the user's own registries and settings", () => {
    const config = { auths: { other: { auth: 'o' } }, currentContext: 'mine' }

    expect(addRegistry(config, registry)).toEqual({
      ...config,
      auths: { other: { auth: 'o' }, 'h:1': { auth: 't' } },
      credHelpers: {},
    })
  })

  it("takes the registry from its helper, and leaves the others' helpers", () => {
    const config = { credHelpers: { 'h:1': 'ecr-login', other: 'gcloud' } }

    expect(addRegistry(config, registry).credHelpers).toEqual({ other: 'gcloud' })
  })

  it('takes the registry from a store of all, by a helper without a name', () => {
    const config = { credsStore: 'desktop', credHelpers: { other: 'gcloud' } }

    expect(addRegistry(config, registry)).toMatchObject({
      credsStore: 'desktop',
      credHelpers: { other: 'gcloud', 'h:1': '' },
    })
  })

  it.each(['docker.io', 'index.docker.io'])('knows %s by the name that Docker keeps', (host) => {
    expect(addRegistry({}, { host, token: 't' }).auths).toEqual({
      'https://index.docker.io/v1/': { auth: 't' },
    })
  })
})
