// The local SageMaker: what it adds to the programs, bytes and requests that go through it.
import { benchJobs } from './local/jobs.mjs'
import { benchStorage } from './local/storage.mjs'

export async function* benchLocal(folder, options) {
  yield* benchJobs(folder, options)
  yield* benchStorage(folder, options)
}
