// The local SageMaker: what it adds to the programs, bytes and requests that go through it.
import { benchInvocations } from './local/invoke.mjs'
import { benchJobs } from './local/jobs.mjs'
import { benchStorage } from './local/storage.mjs'
import { benchTransform } from './local/transform.mjs'
import { benchTuning } from './local/tuning.mjs'

export async function* benchLocal(folder, options) {
  yield* benchInvocations(folder, options)
  yield* benchJobs(folder, options)
  yield* benchTuning(folder, options)
  yield* benchTransform(folder, options)
  yield* benchStorage(folder, options)
}
