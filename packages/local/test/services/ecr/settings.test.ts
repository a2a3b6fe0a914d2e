import {
  CreateRepositoryCommand,
  DeleteLifecyclePolicyCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetLifecyclePolicyCommand,
  InitiateLayerUploadCommand,
  ListTagsForResourceCommand,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr'
import { describe, expect, it } from 'vitest'
import { pushImage } from '../../support/push-image.ts'
import { clientConfig, rawRequest, signedFor, useLocal } from '../../support/with-local.ts'

const local = useLocal()
const ecr = () => new ECRClient(clientConfig(local()))

async function create(repositoryName: string, more: object = {}) {
  const { repository } = await ecr().send(new CreateRepositoryCommand({ repositoryName, ...more }))
  return repository
}

async function describeOne(repositoryName: string) {
  const order = new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] })
  return (await ecr().send(order)).repositories?.[0]
}

describe('the settings of a repository', () => {
  it('are those that it is made with, and are told again', async () => {
    const settings = {
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev-*' }],
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: { encryptionType: 'KMS', kmsKey: 'alias/mine' },
    }
    await create('set', settings)

    expect(await describeOne('set')).toMatchObject(settings)
  })

  it('are changed later', async () => {
    await create('changed')
    const repositoryName = 'changed'

    await ecr().send(
      new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: 'IMMUTABLE' }),
    )
    const imageScanningConfiguration = { scanOnPush: true }
    await ecr().send(
      new PutImageScanningConfigurationCommand({ repositoryName, imageScanningConfiguration }),
    )

    expect(await describeOne('changed')).toMatchObject({
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration,
    })
    await pushImage(ecr(), repositoryName, 'v1')
    await expect(
      pushImage(ecr(), repositoryName, 'v1', Buffer.from('another')),
    ).rejects.toMatchObject({ name: expect.stringMatching(/AlreadyExists/) })
  })

  it('let the tags move that are excluded from those that are fixed', async () => {
    const repositoryName = 'excluded'
    await create(repositoryName, {
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev-*' }],
    })
    const manifest = (tag: string, config: string) =>
      fetch(`${local().endpoint}/v2/${repositoryName}/manifests/${tag}`, {
        method: 'PUT',
        body: JSON.stringify({ schemaVersion: 2, manifests: [], annotations: { config } }),
      })

    const moved = [await manifest('dev-1', 'a'), await manifest('dev-1', 'b')]
    const fixed = [await manifest('v1', 'c'), await manifest('v1', 'd')]

    expect([...moved, ...fixed].map(({ status }) => status)).toEqual([201, 201, 201, 400])
  })

  it('refuse exclusions without the mutability for them, and that without exclusions', async () => {
    const imageTagMutabilityExclusionFilters = [{ filterType: 'WILDCARD', filter: 'a' }]
    for (const settings of [
      { imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' },
      { imageTagMutabilityExclusionFilters },
    ]) {
      await expect(create('odd', settings)).rejects.toMatchObject({
        name: 'InvalidParameterException',
      })
    }
  })
})

describe('a lifecycle policy', () => {
  const rule = {
    rulePriority: 1,
    description: 'expire what has no tag',
    action: { type: 'expire' },
  }
  const lifecyclePolicyText = JSON.stringify({
    rules: [{ ...rule, selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan' } }],
  })

  it('is kept, given back and forgotten', async () => {
    await create('policy')
    const place = { repositoryName: 'policy' }
    const get = () => ecr().send(new GetLifecyclePolicyCommand(place))
    await expect(get()).rejects.toMatchObject({ name: 'LifecyclePolicyNotFoundException' })

    await ecr().send(new PutLifecyclePolicyCommand({ ...place, lifecyclePolicyText }))
    expect(await get()).toMatchObject({ ...place, lifecyclePolicyText })

    await ecr().send(new DeleteLifecyclePolicyCommand(place))
    await expect(get()).rejects.toMatchObject({ name: 'LifecyclePolicyNotFoundException' })
  })

  it.each(['x'.repeat(100), JSON.stringify({ rule: 'x'.repeat(100) }), '{}'])(
    'is refused when it is none: %j',
    async (text) => {
      await create('no-policy').catch(() => undefined)
      const order = { repositoryName: 'no-policy', lifecyclePolicyText: text }

      await expect(ecr().send(new PutLifecyclePolicyCommand(order))).rejects.toMatchObject({
        name: 'InvalidParameterException',
      })
    },
  )
})

describe('the tags of a repository', () => {
  it('are given at its creation, added, replaced and taken off', async () => {
    const repository = await create('tagged', { tags: [{ Key: 'a', Value: '1' }] })
    const resourceArn = repository?.repositoryArn
    const tags = [
      { Key: 'a', Value: '2' },
      { Key: 'b', Value: '' },
    ]

    await ecr().send(new TagResourceCommand({ resourceArn, tags }))
    const both = await ecr().send(new ListTagsForResourceCommand({ resourceArn }))
    await ecr().send(new UntagResourceCommand({ resourceArn, tagKeys: ['a', 'not-there'] }))
    const one = await ecr().send(new ListTagsForResourceCommand({ resourceArn }))

    expect([both.tags, one.tags]).toEqual([tags, tags.slice(1)])
  })

  it.each([
    ['more than fifty', 51, 'k', 'TooManyTagsException'],
    ['an empty key', 1, '', 'InvalidTagParameterException'],
    ['a key of AWS’s own', 1, 'aws:', 'InvalidTagParameterException'],
  ])('are refused for %s', async (_what, count, prefix, name) => {
    const tags = Array.from({ length: count }, (_, i) => ({
      Key: prefix === '' ? '' : `${prefix}${i}`,
      Value: 'v',
    }))

    await expect(create('too-many', { tags })).rejects.toMatchObject({ name })
    await expect(describeOne('too-many')).rejects.toMatchObject({
      name: 'RepositoryNotFoundException',
    })
  })

  it.each([
    ['arn:aws:ecr:us-east-1:000000000000:repository/nowhere', 'RepositoryNotFoundException'],
    ['nowhere', 'InvalidParameterException'],
  ])('are of a repository that is there, not of %s', async (resourceArn, name) => {
    await expect(ecr().send(new ListTagsForResourceCommand({ resourceArn }))).rejects.toMatchObject(
      { name },
    )
  })
})

describe('an input that breaks a constraint of AWS’s model', () => {
  async function call(operation: string, input: object) {
    const { status, text } = await rawRequest(local().endpoint, {
      method: 'POST',
      path: '/',
      headers: {
        authorization: signedFor('ecr'),
        'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}`,
      },
      body: JSON.stringify(input),
    })
    return { status, ...(JSON.parse(text) as { __type: string; message: string }) }
  }

  it.each<[string, object, string]>([
    [
      'CreateRepository',
      {},
      "at 'repositoryName' failed to satisfy constraint: 'must not be null'",
    ],
    ['CreateRepository', { repositoryName: 'UP' }, "must satisfy regular expression '[a-z0-9]+"],
    ['CreateRepository', { repositoryName: 'ok', imageTagMutability: 'MAYBE' }, 'enum value set'],
    ['DescribeRepositories', { maxResults: 1001 }, 'less than or equal to 1000'],
    ['DescribeRepositories', { registryId: '1' }, "at 'registryId'"],
    ['BatchGetImage', { repositoryName: 'ok', imageIds: [] }, "at 'imageIds'"],
    ['InitiateLayerUpload', { repositoryName: 'a'.repeat(257) }, 'less than or equal to 256'],
    ['PutImage', { repositoryName: 'ok', imageManifest: '' }, "at 'imageManifest'"],
    ['CompleteLayerUpload', { repositoryName: 'ok', uploadId: 'x' }, "at 'uploadId'"],
  ])('%s is refused for %j', async (operation, input, text) => {
    const answer = await call(operation, input)

    expect([answer.status, answer.__type]).toEqual([400, 'InvalidParameterException'])
    expect(answer.message).toMatch(/^Invalid parameter at '\w+' failed to satisfy constraint: '/)
    expect(answer.message).toContain(text)
  })

  it('counts the bytes of a layer’s part, not the letters that carry them', async () => {
    await create('bytes')
    const place = { repositoryName: 'bytes' }
    const { uploadId } = await ecr().send(new InitiateLayerUploadCommand(place))
    const send = (size: number) =>
      ecr().send(
        new UploadLayerPartCommand({
          ...place,
          uploadId,
          partFirstByte: 0,
          partLastByte: size - 1,
          layerPartBlob: Buffer.alloc(size),
        }),
      )

    await expect(send(20_971_521)).rejects.toMatchObject({ name: 'InvalidParameterException' })
    await expect(send(20_971_520)).resolves.toMatchObject({ lastByteReceived: 20_971_519 })
  })
})
