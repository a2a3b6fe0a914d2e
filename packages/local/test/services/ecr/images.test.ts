import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  GetDownloadUrlForLayerCommand,
  InitiateLayerUploadCommand,
  ListImagesCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  dockerManifest,
  formatManifest,
  pushImage,
  pushLayer,
  sha256,
} from '../../support/push-image.ts'
import { clientConfig, useLocal } from '../../support/with-local.ts'

const local = useLocal()
const ecr = () => new ECRClient(clientConfig(local()))
const repositoryName = 'images'
const megabyte = 1024 ** 2

beforeAll(async () => {
  await ecr().send(new CreateRepositoryCommand({ repositoryName }))
})

describe('the layer API', () => {
  it('takes a layer in parts and gives the same bytes back', async () => {
    const bytes = Buffer.alloc(12 * megabyte, 'layer')

    const digest = await pushLayer(ecr(), repositoryName, bytes, 5 * megabyte)

    const check = await ecr().send(
      new BatchCheckLayerAvailabilityCommand({
        repositoryName,
        layerDigests: [digest, sha256('no such layer'), 'nonsense'],
      }),
    )
    const { downloadUrl } = await ecr().send(
      new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest: digest }),
    )
    const downloaded = await fetch(downloadUrl ?? '')
    expect(check.layers?.map(({ layerAvailability }) => layerAvailability)).toEqual([
      'AVAILABLE',
      'UNAVAILABLE',
    ])
    expect(check.failures?.map(({ layerDigest }) => layerDigest)).toEqual(['nonsense'])
    expect(Buffer.from(await downloaded.arrayBuffer()).equals(bytes)).toBe(true)
  })

  it('gives the layer of another region than the server’s own, where both have the repository', async () => {
    const tokyo = new ECRClient({ ...clientConfig(local()), region: 'ap-northeast-1' })
    await tokyo.send(new CreateRepositoryCommand({ repositoryName }))
    const layerDigest = await pushLayer(tokyo, repositoryName, Buffer.from('in Tokyo'))

    const { downloadUrl } = await tokyo.send(
      new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }),
    )

    expect(await (await fetch(downloadUrl ?? '')).text()).toBe('in Tokyo')
  })

  it('refuses bytes of another digest', async () => {
    const { uploadId } = await ecr().send(new InitiateLayerUploadCommand({ repositoryName }))
    const part = { partFirstByte: 0, partLastByte: 2, layerPartBlob: Buffer.from('abc') }
    await ecr().send(new UploadLayerPartCommand({ repositoryName, uploadId, ...part }))
    const complete = (digest: string) =>
      ecr().send(
        new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [digest] }),
      )

    await expect(complete(sha256('other'))).rejects.toMatchObject({ name: 'InvalidLayerException' })
    await expect(complete(sha256('abc'))).resolves.toMatchObject({ layerDigest: sha256('abc') })
    await expect(complete(sha256('abc'))).rejects.toMatchObject({ name: 'UploadNotFoundException' })
  })

  it('refuses a part that does not follow the last one, and says where that ended', async () => {
    const { uploadId } = await ecr().send(new InitiateLayerUploadCommand({ repositoryName }))
    const send = (partFirstByte: number, text: string) =>
      ecr().send(
        new UploadLayerPartCommand({
          repositoryName,
          uploadId,
          partFirstByte,
          partLastByte: partFirstByte + text.length - 1,
          layerPartBlob: Buffer.from(text),
        }),
      )
    await send(0, 'abc')

    await expect(send(5, 'x')).rejects.toMatchObject({
      name: 'InvalidLayerPartException',
      lastValidByteReceived: 2,
    })
    await expect(send(3, 'd')).resolves.toMatchObject({ lastByteReceived: 3 })
  })

  it('refuses an upload of nothing, and small parts before the last', async () => {
    const { uploadId } = await ecr().send(new InitiateLayerUploadCommand({ repositoryName }))
    const layerDigests = [sha256('')]

    await expect(
      ecr().send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests })),
    ).rejects.toMatchObject({ name: 'EmptyUploadException' })
    await expect(pushLayer(ecr(), repositoryName, Buffer.from('abcdef'), 3)).rejects.toMatchObject({
      name: 'LayerPartTooSmallException',
    })
  })

  it('says that it has a layer already', async () => {
    await pushLayer(ecr(), repositoryName, Buffer.from('once'))

    await expect(pushLayer(ecr(), repositoryName, Buffer.from('once'))).rejects.toMatchObject({
      name: 'LayerAlreadyExistsException',
    })
  })
})

describe('PutImage', () => {
  it('keeps the manifest as it was pushed, and its media type', async () => {
    const imageDigest = await pushImage(ecr(), repositoryName, 'v1')

    const { images, failures } = await ecr().send(
      new BatchGetImageCommand({
        repositoryName,
        imageIds: [{ imageTag: 'v1' }, { imageDigest }, { imageTag: 'nowhere' }],
      }),
    )
    expect(images?.map(({ imageId }) => imageId?.imageDigest)).toEqual([imageDigest, imageDigest])
    expect(sha256(images?.[0]?.imageManifest ?? '')).toBe(imageDigest)
    expect(images?.[0]?.imageManifestMediaType).toBe(dockerManifest)
    expect(failures?.[0]).toMatchObject({ failureCode: 'ImageNotFound' })
  })

  it('refuses a manifest whose layers are not there', async () => {
    const imageManifest = formatManifest(Buffer.from('no config'), [Buffer.from('no layer')])

    await expect(
      ecr().send(new PutImageCommand({ repositoryName, imageManifest })),
    ).rejects.toMatchObject({ name: 'LayersNotFoundException' })
  })

  it.each(['', 'text', '{}', '{"layers":[]}', '[1]'])('refuses %j for a manifest', async (text) => {
    await expect(
      ecr().send(new PutImageCommand({ repositoryName, imageManifest: text })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })

  it('refuses another digest than the client promised', async () => {
    const config = Buffer.from('{}')
    await pushLayer(ecr(), repositoryName, config)
    const imageManifest = formatManifest(config, [])

    await expect(
      ecr().send(new PutImageCommand({ repositoryName, imageManifest, imageDigest: sha256('') })),
    ).rejects.toMatchObject({ name: 'ImageDigestDoesNotMatchException' })
  })

  it('does not move a tag in a repository whose tags are fixed', async () => {
    const fixed = { repositoryName: 'fixed', imageTagMutability: 'IMMUTABLE' } as const
    await ecr().send(new CreateRepositoryCommand(fixed))
    await pushImage(ecr(), 'fixed', 'v1', Buffer.from('first'))

    const config = Buffer.from('{"second":true}')
    await pushLayer(ecr(), 'fixed', config)
    await expect(
      ecr().send(
        new PutImageCommand({
          repositoryName: 'fixed',
          imageManifest: formatManifest(config, []),
          imageTag: 'v1',
        }),
      ),
    ).rejects.toMatchObject({ name: 'ImageTagAlreadyExistsException' })
  })
})

describe('images', () => {
  it('move their tag to the newest, and older ones stay without', async () => {
    await ecr().send(new CreateRepositoryCommand({ repositoryName: 'moving' }))
    const older = await pushImage(ecr(), 'moving', 'v1', Buffer.from('older'))
    const config = Buffer.from('{"newer":true}')
    await pushLayer(ecr(), 'moving', config)
    const imageManifest = formatManifest(config, [])
    await ecr().send(
      new PutImageCommand({ repositoryName: 'moving', imageManifest, imageTag: 'v1' }),
    )

    const { imageIds } = await ecr().send(new ListImagesCommand({ repositoryName: 'moving' }))
    expect(imageIds).toEqual([
      { imageDigest: older },
      { imageDigest: sha256(imageManifest), imageTag: 'v1' },
    ])
  })

  it('are described, listed and deleted', async () => {
    await ecr().send(new CreateRepositoryCommand({ repositoryName: 'shelf' }))
    const imageDigest = await pushImage(ecr(), 'shelf', 'v1')
    const only = { repositoryName: 'shelf' }

    const { imageDetails } = await ecr().send(new DescribeImagesCommand(only))
    const { imageIds } = await ecr().send(new ListImagesCommand(only))
    expect(imageDetails?.[0]).toMatchObject({ imageDigest, imageTags: ['v1'] })
    expect(imageDetails?.[0]?.imagePushedAt).toBeInstanceOf(Date)
    expect(imageIds).toEqual([{ imageDigest, imageTag: 'v1' }])

    await ecr().send(new BatchDeleteImageCommand({ ...only, imageIds: [{ imageTag: 'v1' }] }))
    await expect(
      ecr().send(new DescribeImagesCommand({ ...only, imageIds: [{ imageDigest }] })),
    ).rejects.toMatchObject({ name: 'ImageNotFoundException' })
  })
})
