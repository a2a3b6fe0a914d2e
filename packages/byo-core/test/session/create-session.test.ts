import { S3, S3Client } from '@aws-sdk/client-s3'
import { STS } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Environment } from '../../src/environment.ts'
import { createSession } from '../../src/index.ts'
import { createSessionIn } from '../../src/session/create-session.ts'
import { callerIdentity, startFakeAws } from '../support/fake-aws.ts'
import { virtualRuntime } from '../support/virtual-runtime.ts'

const bare: Environment = { role: undefined, baseImage: undefined, ownS3Endpoint: false }
const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }

afterEach(() => vi.unstubAllEnvs())

describe('createSession', () => {
  it('asks AWS nothing before something is needed', async () => {
    await using aws = await startFakeAws({})

    expect(aws.session.region).toBe('eu-west-1')
    expect(aws.requests).toHaveLength(0)
  })

  it('prefers the role of its options to the environment and that to the caller', async () => {
    await using aws = await startFakeAws({
      GetCallerIdentity: [callerIdentity('arn:aws:sts::123456789012:assumed-role/Caller/s')],
    })
    const clientConfig = { endpoint: aws.endpoint, region: 'eu-west-1', credentials }
    const roleOf = async (fromEnvironment: string | undefined, role: string | undefined) => {
      const environment = { ...bare, role: fromEnvironment }
      const session = await createSessionIn(environment, virtualRuntime(), { clientConfig, role })
      return session.roleArn().finally(() => session.close())
    }

    await expect(roleOf('Environment', 'Option')).resolves.toMatch(/:role\/Option$/)
    await expect(roleOf('Environment', undefined)).resolves.toMatch(/:role\/Environment$/)
    await expect(roleOf(undefined, undefined)).resolves.toMatch(/:role\/Caller$/)
  })

  it('prefers the base image of its options to the environment and that to node', async () => {
    const imageOf = async (fromEnvironment: string | undefined, baseImage: string | undefined) => {
      const environment = { ...bare, baseImage: fromEnvironment }
      const options = { region: 'eu-west-1', baseImage }
      return (await createSessionIn(environment, virtualRuntime(), options)).baseImage
    }

    await expect(imageOf('environment', 'option')).resolves.toBe('option')
    await expect(imageOf('environment', undefined)).resolves.toBe('environment')
    await expect(imageOf(undefined, undefined)).resolves.toBe(
      'public.ecr.aws/docker/library/node:24-slim',
    )
  })

  it('is led by the environment alone', async () => {
    await using aws = await startFakeAws({ 'HEAD /mine': [{ body: '' }] })
    vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint.replace('127.0.0.1', 'localhost'))
    vi.stubEnv('AWS_REGION', 'ap-south-1')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'a')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'b')
    vi.stubEnv('SAGEMAKER_ROLE_ARN', 'Trainer')
    vi.stubEnv('BYO_BASE_IMAGE', 'scratch')

    const session = await createSession({ bucket: 'mine' })

    expect(session.region).toBe('ap-south-1')
    expect(session.baseImage).toBe('scratch')
    await expect(session.roleArn()).resolves.toBe('arn:aws:iam::123456789012:role/Trainer')
    // By path, since no bucket has a host of its own at an own endpoint.
    await expect(session.bucket()).resolves.toBe('mine')
    session.close()
  })

  it('says how to set a region when there is none', async () => {
    vi.stubEnv('AWS_REGION', undefined)
    vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent')

    await expect(createSession()).rejects.toMatchObject({
      code: 'region-missing',
      message: expect.stringContaining('AWS_REGION'),
    })
  })

  it('asks again after a failure', async () => {
    await using aws = await startFakeAws({
      GetCallerIdentity: [{ status: 403, body: '' }, callerIdentity()],
    })

    await expect(aws.session.accountId()).rejects.toMatchObject({ code: 'access-denied' })
    await expect(aws.session.accountId()).resolves.toBe('123456789012')
  })

  it("works with the caller's own clients as they are, in their region, and doesn't close them", async () => {
    await using aws = await startFakeAws({ 'HEAD /mine': [{ body: '' }] })
    const config = { endpoint: aws.endpoint, region: 'ap-south-1', credentials }
    const s3 = new S3({ ...config, forcePathStyle: true })
    const sts = new STS(config)
    const destroy = vi.spyOn(s3, 'destroy')

    const session = await createSession({ clients: { s3, sts }, bucket: 'mine' })

    expect(session.region).toBe('ap-south-1')
    expect(await session.clients.s3()).toBe(s3)
    expect(await (await session.clients.ecr()).config.region()).toBe('ap-south-1')
    await expect(session.bucket()).resolves.toBe('mine')
    session.close()
    expect(destroy).not.toHaveBeenCalled()
    s3.destroy()
    sts.destroy()
  })

  it('refuses own clients of another region, and names both', async () => {
    const s3 = new S3({ region: 'eu-west-1' })
    const sts = new STS({ region: 'us-east-1' })

    await expect(createSession({ region: 'eu-west-1', clients: { sts } })).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringMatching(/sts works in us-east-1, and the session in eu-west-1/),
    })
    await expect(createSession({ clients: { s3, sts } })).rejects.toMatchObject({
      code: 'invalid-option',
    })
  })

  it.each([
    ['s3', new S3Client({ region: 'eu-west-1' })],
    ['sagemaker', new S3({ region: 'eu-west-1' })],
  ])('refuses a client %s that it could not use', async (name, client) => {
    await expect(createSession({ clients: { [name]: client } })).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining(`client ${name} is none that a session uses`),
    })
  })

  it('takes a region that is found out later', async () => {
    const region = async () => 'sa-east-1'
    const session = await createSession({ clientConfig: { region } })
    expect(session.region).toBe('sa-east-1')
  })
})
