import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ECR } from '@aws-sdk/client-ecr'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LocalSageMaker, startLocalSageMaker } from '../../../src/index.ts'
import { docker, hasEngine } from '../../support/container-engine.ts'

/** An engine speaks plain HTTP to registries on loopback; some do so on certain ports only. */
const ports = [4571, 4572, 4573, 4574, 4575]

describe.skipIf(!hasEngine())('docker push and docker pull', () => {
  let local: LocalSageMaker
  let folder: string
  let ecr: ECR
  let image: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'byo-registry-'))
    local = await startOnOneOf(ports)
    ecr = new ECR(local.clientConfig)
    image = `${local.endpoint.replace('http://', '')}/team/hello:1`
    writeFileSync(join(folder, 'hello.txt'), 'hello')
    writeFileSync(
      join(folder, 'Dockerfile'),
      'FROM scratch\nCOPY hello.txt /hello.txt\nCMD ["hello"]\n',
    )
    mkdirSync(join(folder, 'config'))
    await docker('build', '-q', '-t', image, folder)
  }, 300_000)

  afterAll(async () => {
    await docker('rmi', '-f', image).catch(() => undefined)
    ecr.destroy()
    await local.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('meet ECR in one repository, in the form that SageMaker takes', async () => {
    await ecr.createRepository({ repositoryName: 'team/hello' })
    await push()

    const { imageDetails = [] } = await ecr.describeImages({ repositoryName: 'team/hello' })
    expect(imageDetails).toHaveLength(1)
    expect(imageDetails[0]).toMatchObject({
      imageTags: ['1'],
      imageManifestMediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    })
  }, 120_000)

  it('give back the image that was sent', async () => {
    const idOf = () => docker('image', 'inspect', '-f', '{{.Id}}', image)
    const sent = await idOf()
    await push()
    await docker('rmi', '-f', image)
    await docker('pull', '-q', image)

    expect(await idOf()).toBe(sent)
  }, 120_000)

  async function push(): Promise<void> {
    const { authorizationData = [] } = await ecr.getAuthorizationToken({})
    const [host = ''] = image.split('/')
    const auths = { [host]: { auth: authorizationData[0]?.authorizationToken } }
    writeFileSync(join(folder, 'config/config.json'), JSON.stringify({ auths }))
    await docker('--config', join(folder, 'config'), 'push', image)
  }
})

async function startOnOneOf(choices: readonly number[]): Promise<LocalSageMaker> {
  const [port, ...others] = choices
  try {
    return await startLocalSageMaker({ port: port ?? 0 })
  } catch (error) {
    if (others.length === 0) throw error
    return startOnOneOf(others)
  }
}
