import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr'
import { describe, expect, it } from 'vitest'
import { pushImage } from '../../support/push-image.ts'
import { clientConfig, rawRequest, signedFor, useLocal } from '../../support/with-local.ts'

const local = useLocal()
const ecr = () => new ECRClient(clientConfig(local()))

describe('a repository', () => {
  it('has an address and an ARN of the account and the region that it was made in', async () => {
    const frankfurt = new ECRClient({ ...clientConfig(local()), region: 'eu-central-1' })

    const { repository } = await frankfurt.send(
      new CreateRepositoryCommand({ repositoryName: 'team/iris' }),
    )

    expect(repository).toMatchObject({
      repositoryArn: 'arn:aws:ecr:eu-central-1:000000000000:repository/team/iris',
      repositoryUri: '000000000000.dkr.ecr.eu-central-1.amazonaws.com/team/iris',
      registryId: '000000000000',
    })
    expect(repository?.createdAt).toBeInstanceOf(Date)
    await expect(
      ecr().send(new DescribeRepositoriesCommand({ repositoryNames: ['team/iris'] })),
    ).rejects.toMatchObject({ name: 'RepositoryNotFoundException' })
  })

  it('cannot be made twice', async () => {
    await ecr().send(new CreateRepositoryCommand({ repositoryName: 'twice' }))

    await expect(
      ecr().send(new CreateRepositoryCommand({ repositoryName: 'twice' })),
    ).rejects.toMatchObject({ name: 'RepositoryAlreadyExistsException' })
  })

  it.each(['a', 'Upper', 'a//b', '../x', '-a', 'a'.repeat(257)])(
    'cannot be named %s',
    async (name) => {
      await expect(
        ecr().send(new CreateRepositoryCommand({ repositoryName: name })),
      ).rejects.toMatchObject({ name: 'InvalidParameterException' })
    },
  )

  it('is deleted with its images only by force', async () => {
    await ecr().send(new CreateRepositoryCommand({ repositoryName: 'full' }))
    await pushImage(ecr(), 'full', 'latest')

    await expect(
      ecr().send(new DeleteRepositoryCommand({ repositoryName: 'full' })),
    ).rejects.toMatchObject({ name: 'RepositoryNotEmptyException' })
    await ecr().send(new DeleteRepositoryCommand({ repositoryName: 'full', force: true }))
    await expect(
      ecr().send(new DescribeRepositoriesCommand({ repositoryNames: ['full'] })),
    ).rejects.toMatchObject({ name: 'RepositoryNotFoundException' })
  })

  it('is listed page by page', async () => {
    for (const name of ['page-1', 'page-2', 'page-3']) {
      await ecr().send(new CreateRepositoryCommand({ repositoryName: name }))
    }

    const names: (string | undefined)[] = []
    let nextToken: string | undefined
    do {
      const page = await ecr().send(new DescribeRepositoriesCommand({ maxResults: 2, nextToken }))
      expect(page.repositories?.length).toBeLessThanOrEqual(2)
      names.push(...(page.repositories ?? []).map(({ repositoryName }) => repositoryName))
      nextToken = page.nextToken
    } while (nextToken !== undefined)

    expect(names).toEqual([...names].sort())
    expect(names).toEqual(expect.arrayContaining(['page-1', 'page-2', 'page-3']))
  })
})

describe('GetAuthorizationToken', () => {
  it('gives a login of user AWS for this very server, good for twelve hours', async () => {
    const asked = Date.now()
    const { authorizationData } = await ecr().send(new GetAuthorizationTokenCommand({}))
    const [data] = authorizationData ?? []

    const [user, password] = Buffer.from(data?.authorizationToken ?? '', 'base64')
      .toString()
      .split(':')
    const hours = ((data?.expiresAt?.getTime() ?? 0) - asked) / 3_600_000
    expect([user, password === '']).toEqual(['AWS', false])
    expect(data?.proxyEndpoint).toBe(local().endpoint)
    expect(Math.round(hours)).toBe(12)
  })
})

describe('an input of the wrong types', () => {
  it.each([
    { repositoryName: 7 },
    { repositoryName: 'ab', imageIds: 'x' },
    { repositoryName: 'ab', imageIds: ['x'] },
    { repositoryName: 'ab', imageIds: [{ imageTag: 1 }] },
  ])('is a SerializationException: %j', async (input) => {
    const { status, text } = await rawRequest(local().endpoint, {
      method: 'POST',
      path: '/',
      headers: {
        authorization: signedFor('ecr'),
        'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.BatchGetImage',
      },
      body: JSON.stringify(input),
    })

    expect([status, JSON.parse(text).__type]).toEqual([400, 'SerializationException'])
  })
})
