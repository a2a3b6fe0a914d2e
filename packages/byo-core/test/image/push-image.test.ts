import { describe, expect, it } from 'vitest'
import { digestOf } from '../../src/image/digest.ts'
import { ecrTarget } from '../../src/image/ecr/ecr-target.ts'
import { blobOf, type ImageBlob, type ImageParts } from '../../src/image/image-parts.ts'
import { pushImage } from '../../src/image/push-image.ts'
import type { RegistryAccess } from '../../src/image/registry/registry-access.ts'
import { createLedger } from '../../src/ledger.ts'
import { awsError, type FakeOperation, startFakeAws } from '../support/fake-aws.ts'

const textBlob = (text: string) => blobOf(digestOf(Buffer.from(text)), Buffer.from(text))
const config = textBlob('{}')

function imageOf(layers: readonly ImageBlob[]): ImageParts {
  return { layers, config, manifest: '{}' }
}

/** A repository that has nothing; uploads succeed. */
function startFakeEcr(others: Readonly<Record<string, FakeOperation>> = {}) {
  return startFakeAws({
    BatchGetImage: [{ body: { images: [] } }],
    BatchCheckLayerAvailability: [{ body: { layers: [] } }],
    InitiateLayerUpload: [{ body: { uploadId: 'u', partSize: 10 } }],
    UploadLayerPart: [{}],
    CompleteLayerUpload: [{}],
    PutImage: [{}],
    ...others,
  })
}

function push(
  { session }: Awaited<ReturnType<typeof startFakeEcr>>,
  layers: readonly ImageBlob[],
  signal?: AbortSignal,
) {
  const image = { tag: 'v1', digest: digestOf(Buffer.from('{}')), image: imageOf(layers) }
  const place = { uri: 'registry/iris', arn: 'arn', created: false }
  return pushImage(ecrTarget(session, 'iris', { place, ledger: createLedger() }), image, signal)
}

/** A blob that comes for as long as nobody stops it. */
function endless(stopped: string[]): ImageBlob {
  return {
    ...textBlob('endless'),
    async *open() {
      try {
        for (;;) yield new Uint8Array(10)
      } finally {
        stopped.push('endless')
      }
    },
  }
}

describe('pushImage', () => {
  it('asks for at most 100 layers at once', async () => {
    await using aws = await startFakeEcr({
      BatchCheckLayerAvailability: ({ input }) => ({
        body: {
          layers: input.layerDigests.map((layerDigest: string) => ({
            layerDigest,
            layerAvailability: 'AVAILABLE',
          })),
        },
      }),
    })
    const layers = Array.from({ length: 120 }, (_, index) => textBlob(`layer ${index}`))

    const result = await push(aws, layers)

    const counts = aws.requests
      .filter(({ operation }) => operation === 'BatchCheckLayerAvailability')
      .map(({ input }) => input.layerDigests.length)
    expect(counts).toEqual([100, 21])
    expect(result).toEqual({ uploadedBytes: 0, isNew: true })
  })

  it('sends a layer that occurs twice once', async () => {
    await using aws = await startFakeEcr()
    const layer = textBlob('layer')

    expect(await push(aws, [layer, layer])).toEqual({ uploadedBytes: 7, isNew: true })
    expect(aws.count('InitiateLayerUpload')).toBe(2)
  })

  it('copies a layer that could not be taken over, and counts only such', async () => {
    await using aws = await startFakeEcr({
      'POST /v2/iris/blobs/uploads': ({ headers }) => ({
        status: headers.authorization === 'taken' ? 201 : 404,
      }),
    })
    const from = (text: string, isOwn = true): ImageBlob => {
      const credentials = async () => undefined
      const way = { origin: aws.endpoint, authorization: text, isOwn, credentials }
      const access: RegistryAccess = { ...way, use: 'base image' }
      return { ...textBlob(text), home: { access, repository: 'base' } }
    }

    expect(await push(aws, [from('taken'), from('copied'), from('elsewhere', false)])).toEqual({
      uploadedBytes: 6 + 9 + 2,
      isNew: true,
    })
    expect(aws.count('InitiateLayerUpload')).toBe(3)
    expect(aws.count('POST /v2/iris/blobs/uploads')).toBe(2)
  })

  it('looks the image up only where it may', async () => {
    await using aws = await startFakeEcr({
      BatchGetImage: [awsError('AccessDeniedException', 'Not you.')],
    })

    expect(await push(aws, [])).toMatchObject({ isNew: true })
  })

  it('breaks the other layers off when one fails, and says why it failed', async () => {
    const stopped: string[] = []
    await using aws = await startFakeEcr({
      CompleteLayerUpload: [awsError('AccessDeniedException', 'Not you.')],
    })

    await expect(push(aws, [endless(stopped), textBlob('denied')])).rejects.toMatchObject({
      code: 'access-denied',
    })
    expect(stopped).toEqual(['endless'])
    expect(aws.count('PutImage')).toBe(0)
  })

  it('leaves nothing running after an abort', async () => {
    const stopped: string[] = []
    const abort = new AbortController()
    await using aws = await startFakeEcr({
      UploadLayerPart: () => {
        abort.abort(new Error('enough'))
        return {}
      },
    })

    await expect(push(aws, [endless(stopped)], abort.signal)).rejects.toMatchObject({
      code: 'aborted',
      cause: { message: 'enough' },
    })
    expect(stopped).toEqual(['endless'])
    expect(aws.count('PutImage')).toBe(0)
  })
})
