import { describe, expect, it } from 'vitest'
import { digestOf } from '../../../src/image/digest.ts'
import { uploadLayer } from '../../../src/image/ecr/upload-layer.ts'
import { blobOf, type ImageBlob } from '../../../src/image/image-parts.ts'
import {
  awsError,
  type FakeAnswer,
  type FakeOperation,
  startFakeAws,
} from '../../support/fake-aws.ts'

const partSize = 10
const text = 'twenty-five bytes, in all'
const blob = blobOf(digestOf(Buffer.from(text)), Buffer.from(text))

/** Answers a part by its number; what is refused is not kept unless `kept` says so. */
type Refuse = (part: number) => (FakeAnswer & { readonly kept?: true }) | undefined

/** An ECR that keeps what it gets. */
function startFakeEcr(refuse: Refuse, others: Readonly<Record<string, FakeOperation>> = {}) {
  const uploads: string[] = []
  let parts = 0
  const operations: Readonly<Record<string, FakeOperation>> = {
    InitiateLayerUpload: () => {
      uploads.push('')
      return { body: { uploadId: `${uploads.length}`, partSize } }
    },
    UploadLayerPart: ({ input }) => {
      const own = Number(input.uploadId) - 1
      const received = uploads[own] ?? ''
      parts += 1
      const answer = refuse(parts)
      if (answer && !answer.kept) return answer
      if (input.partFirstByte !== received.length) return invalidPart(received.length - 1)
      uploads[own] = received + Buffer.from(input.layerPartBlob, 'base64')
      return answer ?? { body: { lastByteReceived: input.partLastByte } }
    },
    CompleteLayerUpload: () =>
      uploads.at(-1) === text ? {} : awsError('InvalidLayerException', 'Not the promised digest.'),
    BatchCheckLayerAvailability: [{ body: { layers: [] } }],
    ...others,
  }
  return startFakeAws(operations).then((aws) => ({ aws, uploads }))
}

function invalidPart(lastValidByteReceived: number): FakeAnswer {
  const refusal = awsError('InvalidLayerPartException', 'Not the next bytes.')
  return { ...refusal, body: { ...(refusal.body as object), lastValidByteReceived } }
}

describe('uploadLayer', () => {
  it('sends one part after the other', async () => {
    const { aws, uploads } = await startFakeEcr(() => undefined)
    await using _ = aws

    await uploadLayer(aws.session, 'iris', blob, undefined)

    expect(uploads).toEqual([text])
    const ranges = aws.requests
      .filter(({ operation }) => operation === 'UploadLayerPart')
      .map(({ input }) => [input.partFirstByte, input.partLastByte])
    expect(ranges).toEqual([
      [0, 9],
      [10, 19],
      [20, 24],
    ])
  })

  it.each<[string, FakeAnswer]>([
    ['throttled', awsError('ThrottlingException', 'Rate exceeded')],
    ['answered with 503', { status: 503 }],
    ['broken off', { drop: true }],
  ])(
    'sends a part again that was %s longer than the SDK tries, and no other',
    async (_, answer) => {
      const { aws, uploads } = await startFakeEcr((part) =>
        part > 1 && part < 6 ? answer : undefined,
      )
      await using _aws = aws

      await uploadLayer(aws.session, 'iris', blob, undefined)

      expect(uploads).toEqual([text])
      expect(aws.runtime.sleeps.length).toBeLessThan(3)
      const first = aws.requests.filter(({ input }) => input?.partFirstByte === 0)
      expect(first).toHaveLength(1)
    },
  )

  it('goes on when ECR has a part whose answer was lost', async () => {
    const { aws, uploads } = await startFakeEcr((part) =>
      part === 2 ? { drop: true, kept: true } : undefined,
    )
    await using _ = aws

    await uploadLayer(aws.session, 'iris', blob, undefined)

    expect(uploads).toEqual([text])
    expect(aws.count('UploadLayerPart')).toBe(4)
  })

  it('goes on after the bytes that ECR has', async () => {
    const { aws, uploads } = await startFakeEcr(() => undefined)
    await using _ = aws
    let cut = true
    const ecr = await aws.session.clients.ecr()
    const upload = ecr.uploadLayerPart.bind(ecr)
    // Takes four bytes of the second part and says so.
    ecr.uploadLayerPart = (async (input: Parameters<typeof upload>[0]) => {
      if (input.partFirstByte !== 10 || !cut) return upload(input)
      cut = false
      const layerPartBlob = input.layerPartBlob?.subarray(0, 4)
      return upload({ ...input, layerPartBlob, partLastByte: 13 })
    }) as typeof ecr.uploadLayerPart

    await uploadLayer(aws.session, 'iris', blob, undefined)

    expect(uploads).toEqual([text])
    expect(aws.count('UploadLayerPart')).toBe(4)
  })

  it.each([
    ['has lost bytes', invalidPart(3)],
    ['has forgotten the upload', awsError('UploadNotFoundException', 'No such upload.')],
  ])('starts over when ECR %s', async (_, answer) => {
    const { aws, uploads } = await startFakeEcr((part) => (part === 2 ? answer : undefined))
    await using _aws = aws

    await uploadLayer(aws.session, 'iris', blob, undefined)

    expect(uploads).toEqual(['twenty-fiv', text])
  })

  it('takes a layer for sent whose completion was answered to nobody', async () => {
    const { aws, uploads } = await startFakeEcr(() => undefined, {
      CompleteLayerUpload: [{ drop: true }, awsError('UploadNotFoundException', 'No such upload.')],
      BatchCheckLayerAvailability: [
        { body: { layers: [{ layerDigest: blob.digest, layerAvailability: 'AVAILABLE' }] } },
      ],
    })
    await using _ = aws

    await uploadLayer(aws.session, 'iris', blob, undefined)

    expect(uploads).toHaveLength(1)
  })

  it('gives up a layer that arrives as something else three times', async () => {
    const { aws, uploads } = await startFakeEcr(() => undefined, {
      CompleteLayerUpload: [awsError('InvalidLayerException', 'Another digest.')],
    })
    await using _ = aws

    await expect(uploadLayer(aws.session, 'iris', blob, undefined)).rejects.toMatchObject({
      code: 'upload-corrupted',
      message: expect.stringContaining('Another digest.'),
    })
    expect(uploads).toHaveLength(3)
  })

  it('asks for nothing after an abort, and closes what it read from', async () => {
    const { aws } = await startFakeEcr(() => undefined)
    await using _ = aws
    const abort = new AbortController()
    let closed = false
    const endless: ImageBlob = {
      ...blob,
      async *open() {
        try {
          for (let sent = 0; ; sent += 1) {
            if (sent === 30) abort.abort()
            yield new Uint8Array(1)
          }
        } finally {
          closed = true
        }
      },
    }

    await expect(uploadLayer(aws.session, 'iris', endless, abort.signal)).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(closed).toBe(true)
    expect(aws.count('UploadLayerPart')).toBe(3)
    expect(aws.count('CompleteLayerUpload')).toBe(0)
  })
})
