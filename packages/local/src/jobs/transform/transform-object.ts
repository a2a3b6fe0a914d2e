import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { StoredObject } from '../../state/object-store.ts'
import type { DataProcessor, ProcessedAnswer } from './data-processing.ts'
import { type Batch, makeBatches } from './make-batches.ts'
import { ObjectFailure } from './object-failure.ts'
import type { Slots } from './slots.ts'
import { splitRecords } from './split-records.ts'
import type { TransformParameters } from './transform-job.ts'
import type { TransformRequest } from './transform-request.ts'

/** How the objects of one instance are transformed. */
export interface ObjectTransform {
  readonly request: TransformRequest
  readonly parameters: TransformParameters
  readonly processor: DataProcessor | undefined
  /** Bound the requests that are under way at once. */
  readonly slots: Slots
  /** Asks the container. @throws ObjectFailure when it has no good answer. */
  readonly send: (batch: Batch) => Promise<ProcessedAnswer>
}

/**
 * The output of one object, piece by piece in the order of its records, while later records are under way already.
 *
 * @throws ObjectFailure for a record that is not as it has to be, or that the container does not answer.
 */
export async function* transformObject(
  object: StoredObject,
  transform: ObjectTransform,
): AsyncGenerator<Buffer> {
  const { parameters, slots, send } = transform
  /** Answers that are still to be written. More than may be under way are not waited for. */
  const pending: Promise<Buffer>[] = []
  for await (const batch of batchesOf(object, transform)) {
    const output = slots.use(() => send(batch)).then((answer) => write(batch, answer, transform))
    // It is waited for below, or not any more when one before it has failed.
    output.catch(() => {})
    pending.push(output)
    if (pending.length >= parameters.maxConcurrentTransforms)
      yield await (pending.shift() as Promise<Buffer>)
  }
  for (const output of pending) yield await output
}

function batchesOf(
  object: StoredObject,
  { request, parameters, processor }: ObjectTransform,
): AsyncIterable<Batch> {
  const { SplitType, CompressionType } = request.TransformInput
  const { maxPayloadInMB, batchStrategy } = parameters
  const limit = maxPayloadInMB === 0 ? Number.POSITIVE_INFINITY : maxPayloadInMB * 1024 ** 2
  const alone = batchStrategy === 'SingleRecord' || SplitType === 'None'
  const stream = CompressionType === 'Gzip' ? unzip(object.path) : createReadStream(object.path)
  // What a filter takes away counts for nothing: only what is sent has to fit.
  const splitLimit = processor === undefined ? limit : Number.POSITIVE_INFINITY
  const records = splitRecords(stream, { splitType: SplitType, alone, limit: splitLimit })
  return makeBatches(records, { alone, limit, processor })
}

async function* unzip(path: string): AsyncGenerator<Buffer> {
  // An error of either stream is told by the last one, which is read below.
  const unzipped = pipeline(createReadStream(path), createGunzip(), () => {})
  try {
    for await (const chunk of unzipped) yield chunk as Buffer
  } catch (cause) {
    throw new ObjectFailure(
      'ClientError',
      `The object cannot be unzipped, though CompressionType is Gzip: ${(cause as Error).message}.`,
    )
  }
}

/** What is kept of an answer. */
function write(
  { rows, first, last }: Batch,
  answer: ProcessedAnswer,
  { request, processor }: ObjectTransform,
): Buffer {
  let output: Buffer
  try {
    output = processor?.write(rows, answer) ?? Buffer.from(answer.body)
  } catch (cause) {
    if (!(cause instanceof ObjectFailure)) throw cause
    const where = first === last ? `record ${first}` : `records ${first} to ${last}`
    throw new ObjectFailure(cause.kind, `At ${where}: ${cause.message}`)
  }
  const isEnded = output.at(-1) === 10
  if (request.TransformOutput.AssembleWith === 'None' || isEnded) return output
  return Buffer.concat([output, Buffer.from('\n')])
}
