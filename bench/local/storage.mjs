// S3 of the embedded SageMaker: many small objects, and one that no memory should hold.
import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { row } from '../rows.mjs'
import { startServer } from './server.mjs'

const part = 'local'
const by = 'byo-local'
const Bucket = 'bench'
const block = Buffer.alloc(
  1024 ** 2,
  'some bytes that compress badly or well, which is all the same ',
)

export async function* benchStorage(folder, { quick }) {
  yield* smallObjects(`${folder}/small`, quick ? 50 : 1000)
  yield* largeObject(`${folder}/large`, quick ? 16 : 2048)
}

/** Objects of 1 KB, sixteen at a time, as a client does that uploads a folder. */
async function* smallObjects(folder, count) {
  const server = await startServer(folder)
  const { client } = server
  const keys = Array.from({ length: count }, (_, i) => `small/${String(i).padStart(6, '0')}`)
  const Body = block.subarray(0, 1024)
  try {
    await client.send(new CreateBucketCommand({ Bucket }))
    const put = (Key) => client.send(new PutObjectCommand({ Bucket, Key, Body }))
    const get = async (Key) => {
      const answer = await client.send(new GetObjectCommand({ Bucket, Key }))
      const { length } = await answer.Body.transformToByteArray()
      if (length !== Body.length) throw new Error(`${Key} has ${length} bytes.`)
    }
    // The first requests warm both sides up.
    await inLanes(keys.slice(0, 50), put)
    await inLanes(keys.slice(0, 50), get)

    const work = `${count.toLocaleString('en-US')} objects of 1 KB`
    for (const [what, action] of [
      ['put', put],
      ['get', get],
    ]) {
      const seconds = await timeOf(() => inLanes(keys, action))
      const ours = { by, value: count / seconds }
      yield row({ part, work: `${work}: ${what}`, ours, unit: '/s' })
    }
    const seconds = await timeOf(async () => {
      const pages = paginateListObjectsV2({ client }, { Bucket })
      let found = 0
      for await (const { KeyCount } of pages) found += KeyCount
      if (found !== count) throw new Error(`${found} objects were listed.`)
    })
    yield row({ part, work: `${work}: list`, ours: { by, value: seconds } })
  } finally {
    await server.stop()
  }
}

async function* largeObject(folder, megabytes) {
  const server = await startServer(folder)
  const { client } = server
  const size = megabytes * block.length
  const amount = megabytes >= 1024 ? `${megabytes / 1024} GiB` : `${megabytes} MiB`
  const ways = {
    'up in parts (lib-storage)': () => {
      const params = { Bucket, Key: 'large', Body: blocks(megabytes) }
      return new Upload({ client, params }).done()
    },
    'up in one stream': () =>
      client.send(
        new PutObjectCommand({
          Bucket,
          Key: 'large',
          Body: blocks(megabytes),
          ContentLength: size,
        }),
      ),
    down: async () => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'large' }))
      let sum = 0
      for await (const chunk of Body) sum = crc32(chunk, sum)
      if (sum !== expectedSum(megabytes)) throw new Error('The bytes are others.')
    },
  }
  try {
    await client.send(new CreateBucketCommand({ Bucket }))
    for (const [way, action] of Object.entries(ways)) {
      const seconds = await timeOf(action)
      const ours = { by, value: seconds }
      const facts = { 'MB/s': size / 1e6 / seconds }
      yield row({ part, work: `${amount} ${way}`, ours, facts })
    }
    const peak = server.peak()
    const ours = { by, value: peak, ...(peak === null && { missing: 'needs Linux' }) }
    const work = `memory of the server for ${amount}`
    yield row({ part, work, ours, unit: 'MB', goal: { atMost: 150 } })
  } finally {
    await server.stop()
  }
}

function blocks(count) {
  return Readable.from(Array.from({ length: count }, () => block))
}

function expectedSum(count) {
  let sum = 0
  for (let i = 0; i < count; i++) sum = crc32(block, sum)
  return sum
}

async function inLanes(items, action) {
  let next = 0
  const lane = async () => {
    while (next < items.length) await action(items[next++])
  }
  await Promise.all(Array.from({ length: 16 }, lane))
}

async function timeOf(action) {
  const began = performance.now()
  await action()
  return (performance.now() - began) / 1000
}
