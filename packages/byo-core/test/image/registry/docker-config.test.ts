import { chmodSync } from 'node:fs'
import { delimiter } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { dockerCredentials } from '../../../src/image/registry/docker-config.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const auth = Buffer.from('ann:se:cret').toString('base64')
const ann = { username: 'ann', password: 'se:cret' }

/** A folder as docker login leaves it behind, with a credential helper `fake` beside it. */
function dockerFolder(config: unknown, helper = '') {
  const folder = temporaryFolder({
    'config.json': typeof config === 'string' ? config : JSON.stringify(config),
    'docker-credential-fake': `#!/bin/sh\n${helper}\n`,
  })
  chmodSync(`${folder.path}/docker-credential-fake`, 0o755)
  vi.stubEnv('DOCKER_CONFIG', folder.path)
  vi.stubEnv('PATH', `${folder.path}${delimiter}${process.env.PATH}`)
  return folder
}

describe('dockerCredentials', () => {
  afterEach(() => vi.unstubAllEnvs())

  it.each([
    ['ghcr.io', { auths: { 'ghcr.io': { auth } } }],
    ['ghcr.io', { auths: { 'https://ghcr.io': { auth } } }],
    ['registry-1.docker.io', { auths: { 'https://index.docker.io/v1/': { auth } } }],
  ])('finds the password for %s in %j', async (registry, config) => {
    using folder = dockerFolder(config)

    expect(await dockerCredentials(registry)).toEqual({
      ...ann,
      source: `${folder.path}/config.json`,
    })
  })

  it.each([{ credsStore: 'fake' }, { credHelpers: { 'ghcr.io': 'fake' } }])(
    'asks the helper of %j',
    async (config) => {
      const answer = '{"ServerURL":"ghcr.io","Username":"ann","Secret":"se:cret"}'
      using _ = dockerFolder(config, `test "$1 $(cat)" = "get ghcr.io" && echo '${answer}'`)

      expect(await dockerCredentials('ghcr.io')).toEqual({
        ...ann,
        source: 'docker-credential-fake',
      })
    },
  )

  it('knows the identity tokens of helpers', async () => {
    using _ = dockerFolder({ credsStore: 'fake' }, `echo '{"Username":"<token>","Secret":"id"}'`)

    expect(await dockerCredentials('ghcr.io')).toMatchObject({ identityToken: 'id' })
  })

  it.each([
    ['nothing for it', { auths: { 'quay.io': { auth } } }, ''],
    ['a helper that knows nothing', { credsStore: 'fake' }, 'echo not found; exit 1'],
    ['a helper that is not there', { credsStore: 'nope' }, ''],
    ['a helper that says nonsense', { credsStore: 'fake' }, 'echo hello'],
    ['a helper whose name is none', { credsStore: '../../bin/x y' }, ''],
  ])('finds nothing with %s', async (_, config, helper) => {
    using _folder = dockerFolder(config, helper)

    expect(await dockerCredentials('ghcr.io')).toBeUndefined()
  })

  it('finds nothing where docker never logged in', async () => {
    using folder = temporaryFolder()
    vi.stubEnv('DOCKER_CONFIG', folder.path)

    expect(await dockerCredentials('ghcr.io')).toBeUndefined()
  })

  it('says so when the file is damaged', async () => {
    using folder = dockerFolder('{')

    await expect(dockerCredentials('ghcr.io')).rejects.toMatchObject({
      code: 'base-image-unavailable',
      message: expect.stringContaining(`${folder.path}/config.json`),
    })
  })
})
