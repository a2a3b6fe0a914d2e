import { fileURLToPath } from 'node:url'
import { createModel, type Model, publishImage } from '../../src/index.ts'
import { startLocalSession } from './local-session.ts'

/** The program of `fixtures/batch-model.mjs`. */
export const batchProgram: string = fileURLToPath(
  new URL('../fixtures/batch-model.mjs', import.meta.url),
)

/** A local SageMaker with a model of `fixtures/batch-model.mjs`, and objects in a bucket. */
export async function startBatchSession() {
  const aws = await startLocalSession()
  const image = await publishImage(aws.session, { program: batchProgram, repository: 'batch' })
  const model: Model = await createModel(aws.session, { image, name: 'batch' })
  const bucket = await aws.session.bucket()
  const s3 = await aws.session.clients.s3()
  return {
    ...aws,
    model,
    bucket,
    put: async (Key: string, Body: string) => {
      await s3.putObject({ Bucket: bucket, Key, Body })
      return `s3://${bucket}/${Key}`
    },
  }
}

/** All that an iterable gives. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
