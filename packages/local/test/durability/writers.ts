// Clients that write without pause and remember what the server acknowledged, for a server that is killed under them.
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { formatManifest, sha256 } from '../support/push-image.ts'

/** Where a writer writes, which is another server after every kill. */
export interface Target {
  readonly endpoint: string
  readonly s3: S3Client
  readonly bucket: string
}

/** A client that writes one thing after the other. */
export interface Writer {
  /** Sends the next request; fails when the server is gone. */
  write(target: Target): Promise<void>
  /** Compares what is there with what was acknowledged; what was under way may be there or not. */
  check(target: Target): Promise<void>
}

/** Bytes, or undefined for an object that is not there. */
type Content = string | undefined

/** Puts, copies, replaces and deletes a few objects. */
export function objectWriter(name: string, random: () => number): Writer {
  const keys = [0, 1, 2].map((i) => `${name}/${i}`)
  const acknowledged = new Map<string, Content>()
  const underWay = new Map<string, Content>()
  const pick = () => keys[Math.floor(random() * keys.length)] as string
  let count = 0

  async function change(key: string, content: Content, request: Promise<unknown>): Promise<void> {
    underWay.set(key, content)
    await request
    acknowledged.set(key, content)
    underWay.delete(key)
  }

  return {
    async write({ s3, bucket: Bucket }) {
      const [Key, source, choice] = [pick(), pick(), random()]
      if (choice < 0.15) {
        return change(Key, undefined, s3.send(new DeleteObjectCommand({ Bucket, Key })))
      }
      const copied = acknowledged.get(source)
      if (choice < 0.35 && source !== Key && copied !== undefined) {
        const CopySource = `${Bucket}/${source}`
        return change(Key, copied, s3.send(new CopyObjectCommand({ Bucket, Key, CopySource })))
      }
      const Body = `${name} ${count++} `.repeat(Math.floor(random() * 20_000))
      return change(Key, Body, s3.send(new PutObjectCommand({ Bucket, Key, Body })))
    },
    async check(target) {
      for (const key of keys) {
        const found = await readObject(target, key)
        const expected = [acknowledged.get(key)]
        if (underWay.has(key)) expected.push(underWay.get(key))
        expect(expected.includes(found), `${key} is as it was acknowledged`).toBe(true)
        acknowledged.set(key, found)
        underWay.delete(key)
      }
    },
  }
}

const large = Buffer.alloc(5 * 1024 ** 2, 'a part of the least size ').toString()

/** Uploads objects in two parts, over kills if need be. */
export function multipartWriter(name: string, random: () => number): Writer {
  let upload: { Key: string; UploadId: string } | undefined
  let parts = new Map<number, { ETag: string; content: string }>()
  let underWay: 'nothing' | 'begin' | 'complete' | { number: number; content: string } = 'nothing'
  const finished = new Map<string, string>()
  let count = 0

  async function sendPart({ s3, bucket }: Target, number: number): Promise<void> {
    const content = number === 1 ? large : `${name} ${count++} `.repeat(Math.floor(random() * 999))
    underWay = { number, content }
    const part = { Bucket: bucket, ...upload, PartNumber: number, Body: content }
    const { ETag = '' } = await s3.send(
      new UploadPartCommand({ ...part, Key: upload?.Key, UploadId: upload?.UploadId }),
    )
    parts.set(number, { ETag, content })
  }

  async function complete({ s3, bucket: Bucket }: Target): Promise<void> {
    underWay = 'complete'
    const Parts = [...parts]
      .sort(([a], [b]) => a - b)
      .map(([PartNumber, { ETag }]) => ({ PartNumber, ETag }))
    const order = { Bucket, Key: upload?.Key, UploadId: upload?.UploadId }
    await s3.send(new CompleteMultipartUploadCommand({ ...order, MultipartUpload: { Parts } }))
    end()
  }

  function end(): void {
    if (upload !== undefined) {
      finished.set(upload.Key, (parts.get(1)?.content ?? '') + (parts.get(2)?.content ?? ''))
    }
    upload = undefined
    parts = new Map()
  }

  return {
    async write(target) {
      if (upload === undefined) {
        underWay = 'begin'
        const Key = `${name}/${count++}`
        const order = { Bucket: target.bucket, Key, ContentType: 'a/b', Tagging: 'by=parts' }
        const { UploadId = '' } = await target.s3.send(new CreateMultipartUploadCommand(order))
        upload = { Key, UploadId }
      } else if (!parts.has(1)) await sendPart(target, 1)
      else if (!parts.has(2) || random() < 0.5) await sendPart(target, 2)
      else await complete(target)
      underWay = 'nothing'
    },
    async check(target) {
      if (upload !== undefined) {
        const order = { Bucket: target.bucket, ...upload }
        if (underWay === 'complete' && (await readObject(target, upload.Key)) !== undefined) end()
        else {
          const { Parts = [] } = await target.s3.send(new ListPartsCommand(order))
          for (const [number, { ETag }] of parts) {
            const replaced = typeof underWay === 'object' && underWay.number === number
            const there = Parts.find(({ PartNumber }) => PartNumber === number)?.ETag
            expect(there === ETag || (replaced && there !== undefined)).toBe(true)
            // What came instead is not known here: it is sent anew.
            if (there !== ETag) parts.delete(number)
          }
        }
      }
      for (const [key, content] of finished) {
        const { ContentType, TagCount } = await target.s3.send(
          new GetObjectCommand({ Bucket: target.bucket, Key: key }),
        )
        expect([ContentType, TagCount]).toEqual(['a/b', 1])
        expect((await readObject(target, key)) === content, `${key} has its bytes`).toBe(true)
      }
      underWay = 'nothing'
    },
  }
}

/** Pushes images over the registry's API, layer by layer and chunk by chunk. */
export function imageWriter(repository: string, random: () => number): Writer {
  let location: string | undefined
  let received = ''
  let sending = ''
  const blobs = new Set<string>()
  const manifests = new Map<string, string>()
  let count = 0

  async function send(target: Target, method: string, path: string, body?: string) {
    const type = 'application/vnd.docker.distribution.manifest.v2+json'
    const answer = await fetch(new URL(path, target.endpoint), {
      method,
      ...(body !== undefined && { body, headers: { 'content-type': type } }),
    })
    const text = await answer.text()
    expect(answer.status, `${method} ${path}: ${text}`).toBeLessThan(300)
    return {
      location: answer.headers.get('location') ?? '',
      range: answer.headers.get('range'),
      text,
    }
  }

  async function finish(target: Target): Promise<void> {
    const content = received
    await send(target, 'PUT', `${location}?digest=${sha256(content)}`)
    blobs.add(content)
    location = undefined
    received = ''
  }

  return {
    async write(target) {
      if (location === undefined) {
        location = (await send(target, 'POST', `/v2/${repository}/blobs/uploads/`)).location
      } else if (received === '' || random() < 0.6) {
        sending = `{"chunk":"${repository} ${count++}"}`.repeat(1 + Math.floor(random() * 2000))
        await send(target, 'PATCH', location, sending)
        received += sending
        sending = ''
      } else {
        await finish(target)
        const layers = [...blobs].slice(-2).map((blob) => Buffer.from(blob))
        const text = formatManifest(layers[0] as Buffer, layers)
        await send(target, 'PUT', `/v2/${repository}/manifests/v${count}`, text)
        manifests.set(`v${count}`, text)
      }
    },
    async check(target) {
      if (location !== undefined) await checkUpload(target)
      for (const blob of blobs) {
        const { text } = await send(target, 'GET', `/v2/${repository}/blobs/${sha256(blob)}`)
        expect(text === blob, 'a layer has its bytes').toBe(true)
      }
      for (const [tag, manifest] of manifests) {
        expect((await send(target, 'GET', `/v2/${repository}/manifests/${tag}`)).text).toBe(
          manifest,
        )
      }
    },
  }

  /** The upload is as far as was acknowledged, or one chunk further, or it had become a layer already. */
  async function checkUpload(target: Target): Promise<void> {
    const answer = await fetch(new URL(location ?? '', target.endpoint))
    if (answer.status === 404) {
      await send(target, 'HEAD', `/v2/${repository}/blobs/${sha256(received)}`)
      blobs.add(received)
      location = undefined
      received = ''
    } else {
      const last = Number(answer.headers.get('range')?.slice(2))
      const size = last === 0 ? 0 : last + 1
      const whole = received + sending
      expect([received.length, whole.length]).toContain(size)
      received = whole.slice(0, size)
    }
    sending = ''
  }
}

async function readObject({ s3, bucket: Bucket }: Target, Key: string): Promise<Content> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
    return await Body?.transformToString()
  } catch (error) {
    if ((error as Error).name === 'NoSuchKey') return undefined
    throw error
  }
}
